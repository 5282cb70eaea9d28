import {isIP} from 'node:net';

export interface Private {
  readonly homeDirectory: string;
  readonly userName: string;
  readonly hostName: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Variables a report for others may show. */
export const shownVariables: readonly string[] = [
  'TERM',
  'COLORTERM',
  'TERM_PROGRAM',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'NO_COLOR',
  'SHELL',
  'JAVA_HOME',
  'KAFKA_HOME',
  'KAFKA_LESSONS_RUNTIME',
  'KAFKA_LESSONS_IMAGE',
  'KAFKA_LESSONS_IMAGE_4',
];

/** Takes out what says who somebody is and where: the result may be shown to everybody. */
export function withoutPrivate(
  text: string,
  {homeDirectory, userName, hostName, environment}: Private,
): string {
  let shown = text;
  for (const secret of secretsIn(environment)) shown = shown.replaceAll(secret, '…');
  if (homeDirectory.length > 1) shown = shown.replaceAll(homeDirectory, '~');
  // Everybody has a root.
  if (userName !== 'root') shown = replaceWord(shown, userName, 'USER');
  if (hostName !== 'localhost') {
    shown = replaceWord(shown, hostName, 'HOST');
    shown = replaceWord(shown, hostName.split('.')[0] ?? '', 'HOST');
  }
  return shown
    .replace(/([a-z][a-z\d+.-]*:\/\/)\S*@/gi, '$1')
    .replace(/\?[^\s)]*=[^\s)]*/g, '?…')
    .replace(/[\da-f:.]*[:.][\da-f:.]+/gi, (word) => hideAddress(word))
    .replace(/\b(gh[a-z]_|github_pat_|glpat-|xox[a-z]-|npm_|AKIA|eyJ)[\w.-]+/g, '…')
    .replace(/(?<![\w/.-])[\da-f]{32,}(?![\w-])/gi, '…');
}

/** Values of the variables that are not for others; short ones, such as `1`, would take half the text along. */
function secretsIn(environment: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(environment)
    .filter(([name]) => /TOKEN|SECRET|PASS|KEY|CREDENTIAL|AUTH|COOKIE/i.test(name))
    .flatMap(([, value]) => (value !== undefined && value.length >= 6 ? [value] : []))
    .sort((left, right) => right.length - left.length);
}

function replaceWord(text: string, word: string, by: string): string {
  if (word === '') return text;
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'gi'), by);
}

/** Addresses of this machine itself say nothing about it. */
function hideAddress(word: string): string {
  const [, address = '', rest = ''] = /^(.*?)(:\d{1,5}|[:.])?$/.exec(word) ?? [];
  for (const [candidate, tail] of [
    [word, ''],
    [address, rest],
  ] as const) {
    if (isIP(candidate) === 0) continue;
    return /^127\.|^0\.0\.0\.0$|^::1?$/.test(candidate) ? word : `IP${tail}`;
  }
  return word;
}
