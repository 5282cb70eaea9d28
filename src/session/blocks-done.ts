import type {RunnableBlock, Step} from '../course/lesson.ts';

/** What happened in a terminal: a command began or ended; or, of a text, nothing can be told. */
export interface CommandMark {
  readonly type: 'started' | 'ended';
  readonly terminal: string;
  readonly command: string;
}

/**
 * Index of the block that comes after what was just run, whoever typed it; undefined where it is none of the step's
 * blocks from `from` on. A server is done with when it starts, any other command when it ends.
 */
export function blockAfter({runnable}: Step, from: number, mark: CommandMark): number | undefined {
  const index = runnable.findIndex((block, at) => at >= from && isDoneBy(block, mark));
  return index === -1 ? undefined : index + 1;
}

function isDoneBy({how, terminal, stays, lines}: RunnableBlock, mark: CommandMark): boolean {
  if (terminal !== mark.terminal) return false;
  if (how === 'keys') return mark.type === 'ended' && lines.at(-1) === 'ctrl-c';
  if (how !== 'bash' || mark.type !== (stays ? 'started' : 'ended')) return false;
  return lastCommand(lines) === plainCommand(mark.command);
}

/** Of several lines the last one that is a command of its own: a backslash joins it with what goes before. */
function lastCommand(lines: readonly string[]): string {
  const joined = lines.join('\n').replace(/\\\n/g, ' ');
  return plainCommand(joined.split('\n').at(-1) ?? '');
}

function plainCommand(command: string): string {
  return command.replace(/\\\n/g, ' ').replace(/\s+/g, ' ').trim();
}
