import {describe, expect, it} from 'vitest';
import {commandNames} from '../../src/cli/command.ts';
import {parseCommandLine} from '../../src/cli/parse-command.ts';
import {settingKinds} from '../../src/cli/settings.ts';

const global = {course: undefined, runtime: undefined, home: undefined, color: true};

const commandOf = (line: string) => {
  const parsed = parseCommandLine(words(line), '1.2.3');
  if (parsed.type === 'text') throw new Error(parsed.text);
  return parsed.command;
};
const textOf = (line: string) => {
  const parsed = parseCommandLine(words(line), '1.2.3');
  if (parsed.type === 'command') throw new Error(JSON.stringify(parsed.command));
  return parsed;
};
const words = (line: string) => (line === '' ? [] : line.split(' '));

describe('the help', () => {
  it.each(['--help', ...commandNames.filter((name) => name !== 'help').map((name) => `${name} --help`)])(
    '`%s` fits a terminal of 80 columns',
    (line) => {
      expect(
        textOf(line)
          .text.split('\n')
          .filter((each) => each.length > 80),
      ).toEqual([]);
    },
  );

  it('names every setting and its variable', () => {
    for (const {name, variable} of settingKinds) {
      expect(textOf('--help').text).toMatch(new RegExp(`^  ${name} +.* ${variable}\\b`, 'm'));
    }
  });
});

describe('a command line', () => {
  it.each([
    ['', {type: 'start', lesson: undefined, step: undefined, plain: false, mouse: true, global}],
    ['start', {type: 'start', lesson: undefined, step: undefined, plain: false, mouse: true, global}],
    ['topics', {type: 'start', lesson: 'topics', step: undefined, plain: false, mouse: true, global}],
    [
      'start 04-topics --step create-topic',
      {type: 'start', lesson: '04-topics', step: 'create-topic', plain: false, mouse: true, global},
    ],
    [
      '4 --step=create-topic',
      {type: 'start', lesson: '4', step: 'create-topic', plain: false, mouse: true, global},
    ],
    ['list', {type: 'list', json: false, global}],
    ['list --json', {type: 'list', json: true, global}],
    ['verify', {type: 'verify', lesson: undefined, json: false, junit: undefined, global}],
    ['verify 4 --json --junit out.xml', {type: 'verify', lesson: '4', json: true, junit: 'out.xml', global}],
    [
      'lesson test',
      {
        type: 'lesson-test',
        lessons: [],
        step: undefined,
        repeat: 1,
        jobs: undefined,
        keep: false,
        json: false,
        junit: undefined,
        global,
      },
    ],
    [
      'lesson test 3 topics --step a --repeat 5 --jobs 2 --keep --json --junit out.xml',
      {
        type: 'lesson-test',
        lessons: ['3', 'topics'],
        step: 'a',
        repeat: 5,
        jobs: 2,
        keep: true,
        json: true,
        junit: 'out.xml',
        global,
      },
    ],
  ])('`%s` is understood', (line, command) => {
    expect(commandOf(line)).toEqual(command);
  });

  it.each([
    [
      '--runtime local --course /c --home /h --no-color list',
      'list --runtime local --course /c --home /h --no-color',
    ],
    ['--runtime=docker verify 4', 'verify 4 --runtime=docker'],
    ['--home /h', 'start --home /h'],
    ['--home /h topics', 'topics --home /h'],
    ['--course /c lesson test 4', 'lesson test --course /c 4'],
    ['--runtime local lesson test --json', 'lesson test --json --runtime local'],
  ])(
    'means the same with its global options before the command, `%s`, as behind it, `%s`',
    (before, behind) => {
      expect(commandOf(before)).toEqual(commandOf(behind));
      expect(commandOf(before).global).not.toEqual(global);
    },
  );

  it('takes the option that stands nearer', () => {
    expect(commandOf('--home /one list --home /two').global.home).toBe('/two');
    expect(commandOf('--runtime local list').global.runtime).toBe('local');
  });
});

describe('help', () => {
  it.each(['--help', '-h', 'help'])(
    'is given for `%s`, with every command, examples and exit codes',
    (line) => {
      const {text, exitCode, isError} = textOf(line);
      expect({exitCode, isError}).toEqual({exitCode: 0, isError: false});
      for (const word of [
        'start',
        'list',
        'verify',
        'lesson',
        '--course',
        '--runtime',
        '--home',
        '--no-color',
      ])
        expect(text).toContain(word);
      expect(text).toContain('Examples:\n  kafka-lessons  ');
      expect(text).toContain('kafka-lessons lesson test 04-topics');
      expect(text).toMatch(/Exit codes: 0 done, 1 .*, 2 .*, 3 /);
    },
  );

  it.each([
    ['help verify', '--junit <file>'],
    ['verify --help', '--junit <file>'],
    ['help lesson', 'prove lessons on fresh labs'],
    ['lesson --help', 'prove lessons on fresh labs'],
    ['lesson test -h', '--repeat <n>'],
    ['help list', '--json'],
    ['start --help', '--step <id>'],
  ])('is given for `%s`', (line, expected) => {
    const {text, exitCode} = textOf(line);
    expect(exitCode).toBe(0);
    expect(text).toContain(expected);
  });

  it('fits a terminal of 80 columns in its examples', () => {
    for (const line of textOf('--help')
      .text.split('\n')
      .filter((each) => each.includes('kafka-lessons ')))
      expect(line.length).toBeLessThanOrEqual(100);
  });

  it('is not needed for the version', () => {
    expect(textOf('--version')).toEqual({type: 'text', text: '1.2.3\n', exitCode: 0, isError: false});
    expect(textOf('-V').text).toBe('1.2.3\n');
  });
});

describe('wrong use', () => {
  it.each([
    ['verfy --json', '(Did you mean kafka-lessons verify?)'],
    ['lits a b', '(Did you mean kafka-lessons list?)'],
    ['--home /h lesosn test', '(Did you mean kafka-lessons lesson?)'],
    ['lesson tset', '(Did you mean test?)'],
    ['help verfy', /unknown command|Did you mean|Usage/],
    ['--corse x', '(Did you mean --course?)'],
    ['--runtme=local list', '(Did you mean --runtime?)'],
    ['verify --junti x', '(Did you mean --junit?)'],
    ['list --jsno', '(Did you mean --json?)'],
    ['start --setp x', '(Did you mean --step?)'],
    ['list --something-else', "error: unknown option '--something-else'"],
    ['--runtime podman', 'Allowed choices are auto, docker, local.'],
    ['list --runtime podman', 'Allowed choices are auto, docker, local.'],
    ['--home', "option '--home <dir>' argument missing"],
    ['lesson test --repeat 0', 'expected a whole number from 1 to 1000.'],
    ['lesson test --repeat 1.5', 'expected a whole number from 1 to 1000.'],
    ['lesson test --repeat many', 'expected a whole number from 1 to 1000.'],
    ['start one two', "too many arguments for 'start'"],
    ['lesson', 'for authors of lessons'],
  ])('`%s` is told so, with what helps and exit code 2', (line, expected) => {
    const {text, exitCode, isError} = textOf(line);
    expect({exitCode, isError}).toEqual({exitCode: 2, isError: true});
    expect(text).toMatch(expected);
    expect(text).toMatch(/--help/);
  });

  it('prints nothing by itself', () => {
    for (const line of ['--help', '--nonsense', 'lesson', '--version'])
      expect(textOf(line).text).not.toBe('');
  });
});
