import {exitCodes} from './command.ts';

/** What went wrong, as a person reads it, and the exit code. Three kinds: theirs to fix, the machine's, ours. */
export function explainError(error: unknown): {readonly text: string; readonly exitCode: number} {
  const {name, message, cure} = error as {name?: string; message?: string; cure?: string};
  if (name === 'CourseError') {
    return {
      text: `The course cannot be read:\n${message}\nMend the file and try again.\n`,
      exitCode: exitCodes.wrongUse,
    };
  }
  if (name === 'UsageError')
    return {text: `${message}\n${cure ? `${cure}\n` : ''}`, exitCode: exitCodes.wrongUse};
  if (name === 'LabError' || name === 'HomeError')
    return {text: `${message}\n→ ${cure}\n`, exitCode: exitCodes.machineLacks};
  if (name === 'AbortError') return {text: 'Stopped.\n', exitCode: exitCodes.failed};

  return {
    text: `Something went wrong inside kafka-lessons: ${message ?? String(error)}\n→ That is a bug of ours; please report it with the command you typed.\n`,
    exitCode: exitCodes.failed,
  };
}

/** The command line asks for something that is not there. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly cure: string | undefined;

  constructor(message: string, cure?: string) {
    super(message);
    this.cure = cure;
  }
}
