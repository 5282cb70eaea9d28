import {nearest} from '../cluster.ts';
import type {Failed} from '../verdict.ts';
import type {PlacedCommand, Slip} from './placed-command.ts';

const optionNames = [
  'add-config',
  'all-groups',
  'all-topics',
  'alter',
  'bootstrap-server',
  'broker-list',
  'consumer-property',
  'create',
  'delete',
  'delete-config',
  'describe',
  'dry-run',
  'entity-name',
  'entity-type',
  'execute',
  'from-beginning',
  'group',
  'include',
  'list',
  'members',
  'partitions',
  'property',
  'replication-factor',
  'reset-offsets',
  'to-earliest',
  'topic',
  'verbose',
];

/** Options that are misspelt, missing, or swallowed by an empty variable. */
export const optionSlips: readonly Slip[] = [
  emptyVariable,
  ({output}) => {
    const option = /^(\S+) is not a recognized option$/m.exec(output)?.[1];
    if (option === undefined) return undefined;
    const meant = nearest(option, optionNames);
    return {
      type: 'failed',
      message: `This command knows no option \`--${option}\`.`,
      expected: meant === undefined ? 'one of the options the step names' : `--${meant}`,
      observed: `${option} is not a recognized option`,
      why: 'Options begin with two hyphens and are spelt out in full.',
    };
  },
  ({output}) => {
    const missing =
      /^--(bootstrap-server) must be specified|^Missing required (?:option\(s\)|argument) "?\[([a-z-]+)/m.exec(
        output,
      );
    const option = missing?.[1] ?? missing?.[2];
    if (option === undefined) return undefined;
    return {
      type: 'failed',
      message: `The command misses its \`--${option}\`.`,
      expected: option === 'bootstrap-server' ? '--bootstrap-server localhost:9092' : `--${option} …`,
      observed: missing?.[0] ?? '',
      why: 'Each command has to be told whom to ask and what it is about; nothing is remembered from the one before.',
    };
  },
  ({output}) => {
    const option = /^Option (\S+) requires an argument|^Cannot parse argument .* of option (\S+)/m.exec(
      output,
    );
    return option
      ? {
          type: 'failed',
          message: `Behind \`--${(option[1] ?? option[2] ?? '').replace(/^-*/, '').replace(/[\]['"]/g, '')}\` a value is missing, or it is not one.`,
          expected: 'a value behind the option',
          observed: option[0],
          why: 'The option takes the word that follows it.',
        }
      : undefined;
  },
  ({command, output}) => {
    const said = /^Option \[([\w-]+)\] takes one of these options: .*/m.exec(output);
    return said && /consumer-groups/.test(command) && !/--(group|all-groups)\b/.test(command)
      ? {
          type: 'failed',
          message: `\`--${said[1]}\` has to be told of which group.`,
          expected: `--${said[1]} --group …`,
          observed: said[0],
          why: 'The name of the group is an option of its own; --list gives the names there are.',
        }
      : undefined;
  },
  ({command, output}) => {
    const said = /^Command must include exactly one action(?::\s*(.*?))?\.?$/m.exec(output);
    return said
      ? {
          type: 'failed',
          message: 'The command was not told what to do, or two things at once.',
          expected: said[1] ? `exactly one of ${said[1]}` : 'exactly one action',
          observed: command,
          why: 'The action is an option too, and easily forgotten or given twice.',
        }
      : undefined;
  },
];

/** `--bootstrap-server $B --create` with nothing in B: the option takes the next word for its value. */
function emptyVariable({command, output, exitCode}: PlacedCommand): Failed | undefined {
  if (exitCode === 0) return undefined;
  const [, option, variable, swallowed] =
    /(--[a-z-]+)[ =]+\$\{?(\w+)\}?\s+(--[a-z-]+)/.exec(command) ??
    /(--[a-z-]+)[ =]+\$\{?(\w+)\}?\s*$/.exec(command) ??
    [];
  if (
    variable === undefined ||
    !/exactly one action|requires an argument|must be specified|Missing required/.test(output)
  )
    return undefined;
  return {
    type: 'failed',
    message: `The variable \`${variable}\` is empty, so \`${option}\` got no value.`,
    expected: `an address or a name in ${variable}: ${variable}=localhost:9092`,
    observed:
      swallowed === undefined
        ? command
        : `${option} took ${swallowed} for its value, and nothing was left to do`,
    why: 'A variable belongs to the shell of one tab, and is gone when that shell ends. Set it in this tab, or write the value itself.',
  };
}
