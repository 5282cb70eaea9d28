import type {Message, Terminals} from 'kafka-lessons/check';

/** A click that a program of a team has printed: `count-1 got anna /shoes`. */
export interface Arrival {
  readonly program: string;
  readonly key: string;
  readonly page: string;
}

/** What the programs in the tab teams have printed, oldest first, whoever started them and where. */
export function arrivalsIn(terminals: Terminals): readonly Arrival[] {
  return terminals
    .typed({output: / got /})
    .flatMap(({output}) => output.split('\n'))
    .flatMap((line) => {
      const [, program = '', key = '', page = ''] = /^(\S+) got (\S*) (.*)$/.exec(line.trim()) ?? [];
      return program === '' ? [] : [{program, key, page}];
    });
}

/** The programs that have printed a click, as often as it came. */
export function programsThatGot({key, value}: Message, arrivals: readonly Arrival[]): readonly string[] {
  return arrivals
    .filter((arrival) => arrival.key === (key ?? 'null') && arrival.page === value)
    .map(({program}) => program);
}

/** Whether one of the lesson's programs runs, by the command that starts it. */
export function scriptRuns(terminals: Terminals, script: RegExp): boolean {
  return terminals.running({host: 'client'}).some(({command}) => script.test(command));
}

export function nameOf({key, value}: Message): string {
  return key === null ? `\`${value}\`` : `\`${key}:${value}\``;
}

export function countOf(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
