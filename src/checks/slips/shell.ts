import {nearest} from '../cluster.ts';
import type {Failed} from '../verdict.ts';
import type {PlacedCommand, Slip} from './placed-command.ts';

/** The commands of Kafka that courses use, as they lie in `bin/`. */
const commandNames = [
  'kafka-configs.sh',
  'kafka-console-consumer.sh',
  'kafka-console-producer.sh',
  'kafka-consumer-groups.sh',
  'kafka-get-offsets.sh',
  'kafka-leader-election.sh',
  'kafka-reassign-partitions.sh',
  'kafka-server-start.sh',
  'kafka-topics.sh',
  'kafka-verifiable-producer.sh',
  'zookeeper-server-start.sh',
  'zookeeper-shell.sh',
];

/** What the shell itself could not do: a message typed at the prompt, a missing folder, a slip of the keyboard. */
export const shellSlips: readonly Slip[] = [otherShell, unreadable, notFound, notAllowed];

/** A shell started in the lab's shell: it prints no marks, so nobody sees what is typed there. */
function otherShell({command, endedAt, terminal}: PlacedCommand): Failed | undefined {
  const shell = /^\s*(exec\s+)?(?:\S*\/)?(sh|dash|ash|bash|zsh|ksh|fish|csh|tcsh)(\s+-\w+)*\s*$/.exec(
    command,
  );
  if (!shell || endedAt !== undefined) return undefined;
  return {
    type: 'failed',
    message: `In ${terminal} another shell runs, and the course does not see what you type there.`,
    expected: 'the shell that the tab was opened with',
    observed: `\`${command.trim()}\` runs`,
    why: shell[1]
      ? 'It has taken the place of the course’s own. `exit` ends it; then the key o of the lesson opens a new shell in that tab.'
      : '`exit` leads back to the course’s own.',
  };
}

/** Where bash could not make sense of a line: nothing of it has run. */
function unreadable({command, output, exitCode}: PlacedCommand): Failed | undefined {
  const said = /^\S*bash: ((?:syntax error|unexpected EOF).*)/.exec(output)?.[1];
  if (exitCode !== 2 || said === undefined) return undefined;
  const sign = /near unexpected token `(.+)'/.exec(said)?.[1];
  const isBracket = /\([^()]*\|[^()]*\)/.test(command) || sign === '(' || sign === ')';
  return {
    type: 'failed',
    message: 'The shell could not read your newest command, and ran nothing of it.',
    expected: isBracket
      ? "a pattern in quotes, for example '(page|click).*'"
      : 'a line that the shell can read',
    observed: `bash: ${said}`,
    why: 'Signs like ( ) | & ; < > mean something to the shell itself. In quotes they reach the command as you typed them. The key ↑ brings the line back.',
  };
}

function notFound({command, output, exitCode, host}: PlacedCommand): Failed | undefined {
  // zookeeper-shell ends with 127 too when it does not know a word.
  if (exitCode !== 127 || /Exiting JVM/.test(output)) return undefined;
  const said = output.trim().split('\n').at(-1) ?? '';
  const word = missingWord(command, said);
  if (/^[A-Z][a-z]*$/.test(word)) {
    return {
      type: 'failed',
      message: 'You typed a message where the shell listens, and the shell took it for a command.',
      expected: 'the message behind the producer’s own prompt, `>`',
      observed: said,
      why: 'A line goes to the program that runs in that tab. Where you see `$`, that is the shell; start the producer first.',
    };
  }

  const name = word.split('/').at(-1) ?? '';
  const meant = commandNames.includes(name)
    ? name
    : (nearest(name, commandNames) ?? nearest(`${name}.sh`, commandNames));
  const isKafkas = host !== 'workspace';
  return {
    type: 'failed',
    message: `The shell found no command \`${word}\`.`,
    expected:
      meant !== undefined
        ? `bin/${meant}`
        : isKafkas
          ? 'a command as it lies in the folder bin/, for example bin/kafka-topics.sh'
          : 'a command that this machine has',
    observed: said,
    why: !isKafkas
      ? 'Either a slip of the keyboard, or this machine has no such program: Kafka’s own commands are on the other machines of the lab.'
      : meant === name
        ? foldersWhy
        : `Most likely a slip of the keyboard: \`ls bin\` lists the commands. ${foldersWhy}`,
  };
}

/** The word the shell stumbled over, by its own account; where it speaks otherwise, the first one that was typed. */
function missingWord(command: string, said: string): string {
  const named = /(?:^|: )([^\s:]+): (?:command not found|No such file or directory)$/.exec(said)?.[1];
  if (named !== undefined && command.includes(named)) return named;
  const words = command.trim().split(/[\s;&|]+/);
  return words.find((word) => !/^\w+=/.test(word) && said.includes(word)) ?? words[0] ?? '';
}

function notAllowed({command, output, exitCode}: PlacedCommand): Failed | undefined {
  if (exitCode !== 126) return undefined;
  const said = output.trim().split('\n').at(-1) ?? '';
  const word = /(?:^|: )([^\s:]+): (?:Permission denied|Is a directory)$/.exec(said)?.[1] ?? '';
  const isFolder = /Is a directory$/.test(said);
  return {
    type: 'failed',
    message: `The shell may not run \`${word === '' ? command : word}\`.`,
    expected: isFolder ? 'the name of a command' : `a command, or the script read by your shell: . ${word}`,
    observed: said,
    why: isFolder
      ? 'That is a folder: the command lies in it, or a blank slipped into the path.'
      : 'The file is not marked as a program. A dot and a blank in front let your own shell read it; so does `bash` in front, in a shell of its own.',
  };
}

const foldersWhy =
  'Kafka’s commands lie in bin/, seen from the folder the terminal opens in (`cd` alone leads away from it).';
