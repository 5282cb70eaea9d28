import {CommanderError, InvalidArgumentError, Option, Command as Program} from 'commander';
import {nearestName} from '../course/nearest.ts';
import {type Command, commandNames, exitCodes, type GlobalOptions} from './command.ts';

/** What came of reading the command line: a command, or a text that is all there is to say. */
export type ParsedCommandLine =
  | {readonly type: 'command'; readonly command: Command}
  | {readonly type: 'text'; readonly text: string; readonly exitCode: number; readonly isError: boolean};

/** Reads the arguments behind the program's name. Pure: prints nothing, ends nothing. */
export function parseCommandLine(argv: readonly string[], version: string): ParsedCommandLine {
  let command: Command | undefined;
  let output = '';
  const take = (parsed: Command) => {
    command = parsed;
  };
  const program = describeProgram(version, take);
  for (const each of withSubcommands(program)) {
    each.exitOverride().configureOutput({
      writeOut: (text) => {
        output += text;
      },
      writeErr: (text) => {
        output += text;
      },
    });
  }

  try {
    program.parse([...argv], {from: 'user'});
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isError = error.exitCode !== 0;
    const suggestion = isError && !output.includes('Did you mean') ? suggest(argv, program, error) : '';
    const hint = isError && !output.includes('--help') ? 'See kafka-lessons --help.\n' : '';
    return {
      type: 'text',
      text: output + suggestion + hint,
      exitCode: isError ? exitCodes.wrongUse : exitCodes.done,
      isError,
    };
  }

  return command
    ? {type: 'command', command}
    : {type: 'text', text: program.helpInformation(), exitCode: exitCodes.wrongUse, isError: true};
}

/**
 * What was probably meant. A misspelt command is read as the lesson to start, so the library finds fault with what
 * stands behind it; and it knows only the options of one command at a time.
 */
function suggest(argv: readonly string[], program: Program, {code}: CommanderError): string {
  const valued = program.options.filter(({required}) => required).map(({long}) => long);
  const word = argv.find((each, index) => !each.startsWith('-') && !valued.includes(argv[index - 1]));
  const command = word === undefined ? undefined : nearestName(word, commandNames);
  if (command !== undefined && command !== word) return `(Did you mean kafka-lessons ${command}?)\n`;
  if (code !== 'commander.unknownOption') return '';
  const known = withSubcommands(program).flatMap(({options}) => options.map(({long}) => long ?? ''));
  const given = argv.filter((each) => each.startsWith('--') && !known.includes(each.split('=')[0] ?? ''));
  const option = given[0] === undefined ? undefined : nearestName(given[0].split('=')[0] ?? '', known);
  return option === undefined ? '' : `(Did you mean ${option}?)\n`;
}

function describeProgram(version: string, take: (command: Command) => void): Program {
  const program = new Program('kafka-lessons')
    .description(
      'Learn Kafka by running it: real commands in real terminals, each step ticked the moment it is true.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print help for a command')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addOption(new Option('--course <path>', 'the folder of another course'))
    .addOption(
      new Option(
        '--runtime <runtime>',
        'where the servers run: in containers or as processes of this machine (auto unless set)',
      ).choices(['auto', 'docker', 'local']),
    )
    .addOption(new Option('--home <dir>', 'the folder for progress and data (also KAFKA_LESSONS_HOME)'))
    .addOption(new Option('--no-color', 'no colours (also NO_COLOR)'))
    .addHelpText('after', `\n${examples}`);
  const global = () => readGlobal(program);

  program
    .command('start', {isDefault: true})
    .description('open the course, where you left it')
    .argument('[lesson]', 'a lesson: 04-topics, topics or 4')
    .option('--step <id>', 'open the lesson at this step; what it needs is done for you first')
    .option(
      '--plain',
      'line by line, for screen readers, logs and small terminals (always so without a terminal)',
    )
    .option('--no-mouse', 'leave the mouse to the terminal')
    .action((lesson: string | undefined, options: {step?: string; plain?: boolean; mouse: boolean}) => {
      const {step, plain = false, mouse} = options;
      take({type: 'start', lesson, step, plain, mouse, global: global()});
    });
  program
    .command('list')
    .description('the lessons, their steps and your progress')
    .option('--json', 'as JSON')
    .action((options: {json?: boolean}) =>
      take({type: 'list', json: options.json ?? false, global: global()}),
    );
  program
    .command('verify')
    .description('run the checks against the lab as it stands; exit code 0 when every task is passed')
    .argument('[lesson]', 'a lesson; all of them unless given')
    .option('--json', 'as JSON')
    .option('--junit <file>', 'write the results as JUnit XML too')
    .action((lesson: string | undefined, options: {json?: boolean; junit?: string}) => {
      take({type: 'verify', lesson, json: options.json ?? false, junit: options.junit, global: global()});
    });
  program
    .command('shell')
    .description('a terminal of the lesson in a window of your own; it ticks steps just the same')
    .argument('[terminal]', 'a tab, such as client; the one the app shows unless given')
    .option('--lesson <lesson>', 'the lesson to open where no app runs; else where you were')
    .action((terminal: string | undefined, options: {lesson?: string}) => {
      take({type: 'shell', terminal, lesson: options.lesson, global: global()});
    });
  program
    .command('reset')
    .description('forget progress and remove the data of a lesson, or everything we keep on this machine')
    .argument('[lesson]', 'a lesson')
    .option('--step <id>', 'only this step; the next start does the ones before it again')
    .option('--all', 'everything: progress, data, caches, images')
    .option('-y, --yes', 'without asking')
    .action((lesson: string | undefined, options: {step?: string; all?: boolean; yes?: boolean}) => {
      const {step, all = false, yes = false} = options;
      take({type: 'reset', lesson, step, all, yes, global: global()});
    });
  program
    .command('doctor')
    .description('what this machine lacks for the lessons, and the cure; exit code 0 when they can run')
    .addOption(new Option('--json', 'as JSON').conflicts('report'))
    .option('--report', 'for a bug report: without names, addresses and secrets')
    .action(({json = false, report = false}: {json?: boolean; report?: boolean}) =>
      take({type: 'doctor', json, report, global: global()}),
    );
  const lesson = program
    .command('lesson')
    .description('for authors of lessons')
    .helpOption('-h, --help', 'print this help');
  lesson
    .command('test')
    .description('prove lessons on fresh labs: untouched fails, mistakes are explained, solutions pass')
    .argument('[lesson...]', 'lessons; all of the course unless given')
    .option('--step <id>', 'judge only this step')
    .option('--repeat <n>', 'prove each lesson so many times', readCount, 1)
    .option('--jobs <n>', 'open so many labs at a time (containers only)', readCount)
    .option('--keep', 'keep the data of the lab for a look')
    .option('--json', 'as JSON')
    .option('--junit <file>', 'write the results as JUnit XML too')
    .action(
      (
        lessons: string[],
        options: {
          step?: string;
          repeat: number;
          jobs?: number;
          keep?: boolean;
          json?: boolean;
          junit?: string;
        },
      ) => {
        take({
          type: 'lesson-test',
          lessons,
          step: options.step,
          repeat: options.repeat,
          jobs: options.jobs,
          keep: options.keep ?? false,
          json: options.json ?? false,
          junit: options.junit,
          global: global(),
        });
      },
    );
  // Global options are understood wherever they stand.
  for (const command of withSubcommands(program).slice(1)) {
    if (command.commands.length === 0) {
      for (const option of program.options.filter(({long}) => long !== '--version'))
        command.addOption(hidden(option));
    }
  }

  return program;
}

function hidden(option: Option): Option {
  const copy = new Option(option.flags, option.description).hideHelp();
  if (option.argChoices) copy.choices(option.argChoices);
  return copy;
}

function withSubcommands(program: Program): readonly Program[] {
  return [program, ...program.commands.flatMap((command) => withSubcommands(command as Program))];
}

function readGlobal(program: Program): GlobalOptions {
  const given: {course?: string; runtime?: GlobalOptions['runtime']; home?: string; color?: boolean} = {
    ...program.opts(),
  };
  for (const command of withSubcommands(program).slice(1)) {
    for (const [name, value] of Object.entries(command.opts())) {
      if (command.getOptionValueSource(name) === 'cli') Object.assign(given, {[name]: value});
    }
  }

  return {
    course: given.course,
    runtime: given.runtime,
    home: given.home,
    color: given.color ?? true,
  };
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new InvalidArgumentError('expected a whole number from 1 to 1000.');
  return count;
}

const examples = `Examples:
  kafka-lessons                          open the course where you left it
  kafka-lessons start topics             open lesson 4
  kafka-lessons start 4 --step old-option
                                         at a step; the ones before are done
  kafka-lessons --runtime local          without Docker
  kafka-lessons verify --json            what is done, for a script
  kafka-lessons reset topics             start a lesson over
  kafka-lessons doctor                   what this machine lacks, and the cure
  kafka-lessons lesson test 04-topics    prove a lesson

Settings are kept in kafka-lessons/settings.yaml below XDG_CONFIG_HOME
(~/.config), one a line, such as "runtime: local". A variable goes before the
file, an option before both:
  runtime  auto, docker or local      KAFKA_LESSONS_RUNTIME  --runtime
  image    what hosts are made from   KAFKA_LESSONS_IMAGE
  image-4  the same on Kafka 4        KAFKA_LESSONS_IMAGE_4
  workspace-image  the same for       KAFKA_LESSONS_WORKSPACE_IMAGE
           your own programs
  streams-image  the same for         KAFKA_LESSONS_STREAMS_IMAGE
           stream processing
  mirror   of Apache's downloads      KAFKA_LESSONS_MIRROR
  prefix   from a terminal to the     KAFKA_LESSONS_PREFIX
           lesson: auto, ctrl-g …
  theme    auto, dark or light        KAFKA_LESSONS_THEME    --no-color
  mouse    on or off                  KAFKA_LESSONS_MOUSE    --no-mouse
  editor   of your programs (key e)   EDITOR

Exit codes: 0 done, 1 a check or a lesson failed, 2 wrong use, 3 the machine
lacks something.
`;
