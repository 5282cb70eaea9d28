import {createInterface} from 'node:readline/promises';

/** Asks a question to be answered with yes or no; undefined where there is no terminal to ask on. */
export async function askPerson(question: string): Promise<boolean | undefined> {
  const {stdin, stderr} = process;
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  const lines = createInterface({input: stdin, output: stderr});
  // Ctrl-C and Ctrl-D are a no.
  const closed = new Promise<string>((resolve) => {
    lines.once('close', () => resolve(''));
    lines.once('SIGINT', () => lines.close());
  });
  const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}
