import {largestLesson, memoryNeed} from '../lab/memory-need.ts';
import {withoutCredentials} from '../lab/without-credentials.ts';
import {smallestScreen} from '../terminal/terminal.ts';
import {type Finding, findingsOf, inBytes} from './finding.ts';
import type {Space} from './machine.ts';
import type {MemoryFacts} from './memory-limit.ts';

export interface MachineFacts {
  readonly nodeVersion: string;
  /** `engines.node` of package.json: `^22.22.2 || ^24.15.0 || >=26`. */
  readonly neededNode: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** True for a Node that Rosetta translates. */
  readonly isTranslated: boolean;
  readonly isWsl: boolean;
  readonly memory: MemoryFacts;
  /** Where something of ours is written, the state folder first. */
  readonly places: readonly Place[];
  /** By variable: HTTP_PROXY and the like, as they are set. */
  readonly proxies: Readonly<Record<string, string>>;
  readonly noProxy: string | undefined;
  readonly terminal: TerminalFacts;
  /** Milliseconds since 1970; `built` is undefined for a program that runs from its source. */
  readonly now: number;
  readonly built: number | undefined;
}

export interface Place {
  /** Of the finding about its disk: `disk-home`. */
  readonly id: string;
  readonly what: string;
  readonly folder: string;
  readonly space: Space | undefined;
}

export interface TerminalFacts {
  /** Undefined where standard output is no terminal. */
  readonly size: {readonly columns: number; readonly rows: number} | undefined;
  readonly term: string | undefined;
  /** What LC_ALL, LC_CTYPE or LANG say. */
  readonly locale: string;
  /** `tmux` or `screen`. */
  readonly within: string | undefined;
  readonly noColour: boolean;
  readonly prefix: {readonly name: string; readonly notice: string | undefined};
}

const {fine, note, risk, lack} = findingsOf('machine');

/** What concerns either runtime. `sharesMemory`: what runs in the engine's containers takes this machine's memory. */
export function judgeMachine(facts: MachineFacts, sharesMemory: boolean): readonly Finding[] {
  return [
    judgePlatform(facts),
    judgeNode(facts),
    ...(facts.isTranslated ? [translated] : []),
    judgeMemory(facts.memory, memoryNeed(largestLesson), sharesMemory),
    ...judgeDisks(facts.places),
    ...judgeClock(facts),
    ...judgeProxy(facts),
    ...judgeTerminal(facts.terminal),
  ];
}

function judgePlatform({platform, architecture, isWsl}: MachineFacts): Finding {
  if (platform === 'win32') {
    return lack('platform', {
      found: 'This is Windows itself.',
      expected: 'Linux or macOS; on Windows, WSL 2',
      cure: 'Open a WSL 2 terminal (`wsl --install` sets it up) and start kafka-lessons there.',
    });
  }
  const names: Partial<Record<NodeJS.Platform, string>> = {linux: 'Linux', darwin: 'macOS'};
  const name = names[platform];
  return name === undefined
    ? risk('platform', {
        found: `The system is ${platform}, on which nobody has tried the course.`,
        expected: 'Linux or macOS',
        cure: 'Use Linux, macOS or WSL 2 where something does not work here.',
      })
    : fine('platform', `${name}${isWsl ? ' in WSL' : ''}, ${architecture}`);
}

function judgeNode({nodeVersion, neededNode}: MachineFacts): Finding {
  if (fitsRange(nodeVersion, neededNode)) return fine('node', `Node ${nodeVersion}`);
  return lack('node', {
    found: `Node is ${nodeVersion}.`,
    expected: neededNode,
    cure: 'Bring a newer one along: `npx -p node@22 -p kafka-lessons kafka-lessons`.',
  });
}

/** Ranges as package.json has them: `^` and `>=`, joined by `||`. */
export function fitsRange(version: string, range: string): boolean {
  const found = numbersOf(version);
  return range.split('||').some((part) => {
    const [, sign, least = ''] = /^\s*(\^|>=)\s*([\d.]+)\s*$/.exec(part) ?? [];
    const needed = numbersOf(least);
    return sign !== undefined && compare(found, needed) >= 0 && (sign === '>=' || found[0] === needed[0]);
  });
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10));
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = [0, 1, 2].find((index) => (left[index] ?? 0) !== (right[index] ?? 0));
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

const translated = note('rosetta', {
  found: 'This Node is built for Intel and translated by Rosetta, which makes everything slower.',
  expected: 'a Node for Apple’s processors',
  cure: 'Install the arm64 build of Node.',
});

/** `need` in bytes; twice as much is comfortable. */
export function judgeMemory(
  {total, available, freeSwap, limit}: MemoryFacts,
  need: number,
  sharesMemory: boolean,
): Finding {
  const isLimited = limit !== undefined && limit.available < (available ?? total);
  // A limit is on this program and what it starts, not on containers.
  const of = findingsOf(isLimited || !sharesMemory ? 'local' : 'machine');
  const left = isLimited ? limit.available : (available ?? total);
  const found = isLimited
    ? `${inBytes(left)} of memory are left of the ${inBytes(limit.total)} this program may take (the limit of its control group).`
    : available === undefined
      ? `The machine has ${inBytes(total)} of memory.`
      : `${inBytes(left)} of ${inBytes(total)} of memory are free.`;
  const expected = `${inBytes(need)} for the servers, better ${inBytes(2 * need)}`;
  const cure = isLimited
    ? 'Raise the limit of the container or the session you are in to 2 GB or more.'
    : `End other programs until ${inBytes(2 * need)} are free.`;
  if (left < need) {
    // Swap lets it run, slowly.
    const hasSwap = !isLimited && left + freeSwap >= need;
    return (hasSwap ? of.risk : of.lack)('memory', {found, expected, cure});
  }
  return left < 2 * need
    ? of.risk('memory', {found, expected, cure})
    : findingsOf('machine').fine('memory', `${found.replace(/\.$/, '')}, enough for every lesson`);
}

const fewestInodes = 1000;
const fewInodes = 10_000;
export const littleDisk = 500e6;
export const enoughDisk = 2e9;

/** One finding for each file system. What the state folder lies on concerns every lesson, the rest local processes. */
function judgeDisks(places: readonly Place[]): readonly Finding[] {
  const devices = new Map<number, Place[]>();
  for (const place of places) {
    if (place.space) devices.set(place.space.device, [...(devices.get(place.space.device) ?? []), place]);
  }
  return [...devices.values()].map((same) => {
    const isHome = same.some((place) => place === places[0]);
    return judgeDisk(same, findingsOf(isHome ? 'machine' : 'local'));
  });
}

function judgeDisk(places: readonly Place[], of: ReturnType<typeof findingsOf>): Finding {
  const {id = '', space} = places[0] ?? {};
  const {freeBytes = 0, freeInodes} = space ?? {};
  const what = places.map((place) => place.what).join(', ');
  const where = places.map(({folder}) => folder).join(', ');
  const cure = 'Free some space on that disk.';
  const expected = '2 GB or more';
  const found = `${inBytes(freeBytes)} are free for ${what} (${where}).`;
  if (freeBytes < littleDisk) return of.lack(id, {found, expected, cure});
  if (freeInodes !== undefined && freeInodes < fewInodes) {
    const told = {
      found: `Only ${freeInodes} more files can be made for ${what} (${where}): the disk has no more inodes.`,
      expected: `${fewInodes} or more`,
      cure: 'Remove folders with many small files from that disk.',
    };
    return freeInodes < fewestInodes ? of.lack(id, told) : of.risk(id, told);
  }
  return freeBytes < enoughDisk
    ? of.risk(id, {found, expected, cure})
    : of.fine(id, `${inBytes(freeBytes)} free for ${what}`);
}

const day = 24 * 3600 * 1000;

function judgeClock({now, built}: MachineFacts): readonly Finding[] {
  // A day for time zones and for who has just built it.
  if (built === undefined || now >= built - day) return [];
  return [
    risk('date', {
      found: `The date is ${new Date(now).toISOString().slice(0, 10)}, before this program was made.`,
      expected: `${new Date(built).toISOString().slice(0, 10)} or later`,
      cure: 'Set the machine’s clock: downloads over https fail with a wrong date.',
    }),
  ];
}

function judgeProxy({proxies, noProxy}: MachineFacts): readonly Finding[] {
  const set = Object.entries(proxies);
  if (set.length === 0) return [];
  const said = fine('proxy', set.map(([name, value]) => `${name} is ${showProxy(value)}`).join(', '));
  const excepted = (noProxy ?? '').split(/[\s,]+/);
  const missing = ['localhost', '127.0.0.1'].filter(
    (host) => !excepted.includes(host) && !excepted.includes('*'),
  );
  if (missing.length === 0) return [said];
  return [
    said,
    risk('no-proxy', {
      found: `NO_PROXY does not name ${new Intl.ListFormat('en-GB').format(missing)}, where a lesson’s servers are.`,
      expected: 'localhost and 127.0.0.1 in NO_PROXY',
      cure: 'Set it before you start: `export NO_PROXY=localhost,127.0.0.1`, with what it has already.',
    }),
  ];
}

function showProxy(address: string): string {
  const shown = withoutCredentials(address);
  return shown === address ? address : `${shown} (with a name or password)`;
}

function judgeTerminal({size, term, locale, within, noColour, prefix}: TerminalFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (term === 'dumb') {
    found.push(
      risk('terminal', {
        found: 'TERM is dumb: the whole screen cannot be drawn here.',
        expected: 'a terminal such as xterm-256color',
        cure: 'Open kafka-lessons in another terminal.',
      }),
    );
  } else if (size && (size.columns < smallestScreen.columns || size.rows < smallestScreen.rows)) {
    found.push(
      risk('terminal', {
        found: `The terminal has ${size.columns}×${size.rows} cells.`,
        expected: `${smallestScreen.columns}×${smallestScreen.rows} or more`,
        cure: 'Make the window larger, or its letters smaller.',
      }),
    );
  } else if (size) {
    const inside = within === undefined ? '' : ` in ${within}`;
    const colour = noColour ? ', without colours (NO_COLOR)' : '';
    found.push(fine('terminal', `${size.columns}×${size.rows} cells, TERM ${term ?? '?'}${inside}${colour}`));
  }
  if (prefix.notice === undefined) found.push(fine('prefix', `${prefix.name} leads out of a terminal`));
  else found.push(note('prefix', {found: prefix.notice}));
  if (!/utf-?8/i.test(locale)) {
    found.push(
      risk('locale', {
        found: `The locale is ${locale || 'not set'}, so characters such as ✔ and ü may come out wrong.`,
        expected: 'a UTF-8 locale',
        cure: 'Set one before you start: `export LANG=C.UTF-8`.',
      }),
    );
  }
  return found;
}
