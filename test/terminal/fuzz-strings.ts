/** Seeded (mulberry32): a failure can be repeated. Yields integers from 0 below `limit`. */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const esc = '\u001b';
const parameters = [
  '',
  '0',
  '1',
  '2',
  '3',
  '5',
  '38;5;9',
  '38;2;1;2;3',
  '48:2::9:8:7',
  '80',
  '999',
  '4096',
  '2147483647',
];
const modes = [
  '4',
  '20',
  '?1',
  '?3',
  '?6',
  '?7',
  '?25',
  '?45',
  '?47',
  '?66',
  '?1000',
  '?1049',
  '?2004',
  '?2026',
];
const strings = [
  '0;title',
  '52;c;cm0gLXJm',
  '8;;http://example.com',
  '11;?',
  '4;1;?',
  '133;A',
  '1337;File=:',
  '$qm',
  '+q544e',
];
const words = [
  'INFO [Controller id=1] ',
  'grüße',
  '漢字かな',
  '하나둘',
  '🎉👋🏽👨‍👩‍👧🇩🇪❤️1️⃣',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  'हिन्दी क्षत्रिय',
  'นำ้ำ',
  '\u1112\u1161\u11ab',
  'مرحبا \u0600\u0661',
  '\u202e\u2066\u200b\ufeff\u00ad',
  '\ud800',
  '\udc00',
  '\u0301',
  '\u093f',
];

/** Text and escape sequences, good and bad, as a hostile program might print them. */
export function hostileString(random: (limit: number) => number): string {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  let result = '';
  for (let length = 1 + random(20); length > 0; length--) {
    switch (random(10)) {
      case 0:
      case 1:
        result += pick(words);
        break;
      case 2:
        result += pick([
          '\r',
          '\n',
          '\b',
          '\t',
          '\u0007',
          '\u000e',
          '\u000f',
          '\u0018',
          '\0',
          '\u007f',
          '\u0084',
          '\u009b',
        ]);
        break;
      case 3:
        result += `${esc}${pick(['[', ']', 'P', 'X', '^', '_', '(0', '(B', '#8', 'c', '7', '8', 'D', 'M', 'E', 'H', '=', '>', ''])}`;
        break;
      case 4:
        result += `${esc}${pick([']', 'P', '_'])}${pick(strings)}${pick(['\u0007', `${esc}\\`, '\u009c', ''])}`;
        break;
      case 5:
        result += `${esc}[${pick(modes)}${pick(['h', 'l'])}`;
        break;
      case 6:
        result += `${esc}[${pick(parameters)}m`;
        break;
      case 7:
        result += String.fromCodePoint(random(5) === 0 ? random(0x110000) : random(0x3000));
        break;
      default:
        result += `${esc}[${pick(['', '', '?', '>', '!'])}${pick(parameters)}${pick(['', ';'])}${pick(parameters)}${pick(['', '', ' ', '$', "'", '"'])}${String.fromCharCode(0x40 + random(0x3f))}`;
    }
  }
  return result;
}
