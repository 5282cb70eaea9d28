import {type CheckFinding, failed, type Terminals} from 'kafka-lessons/check';

/** A click that was typed where no program listens, and which the shell took for a command. */
export function typedAtTheShell(terminals: Terminals, since: number): CheckFinding | undefined {
  const typed = terminals.all
    .flatMap(({name, commands}) => commands.map((command) => ({...command, terminal: name})))
    .filter(({command, exitCode}) => exitCode === 127 && /^[\w-]*:\/?\S*$/.test(command.trim()))
    .toSorted((left, right) => left.startedAt - right.startedAt)
    .at(-1);
  if (!typed || typed.startedAt < since) return undefined;
  return failed('You typed a click where the shell listens, and the shell took it for a command.', {
    at: typed.startedAt,
    expected: 'the click in the tab page, behind the sign >',
    observed: `\`${typed.command.trim()}\` at the prompt of ${typed.terminal}`,
    why: 'Ctrl-G 4 leads to the tab page. If it shows $ and not >, start the page there: bash page.sh.',
  });
}
