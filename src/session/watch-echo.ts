/**
 * Tells whether a typed line has been echoed, from one piece of output after the other. What a program prints
 * meanwhile, its next prompt say, may stand in the middle of the line: `pea>r:7`. Blanks do not count, since a line
 * editor wraps long lines.
 */
export function watchEcho(line: string): (output: string) => boolean {
  const wanted = line.replace(/\s+/g, '');
  let seen = 0;
  return (output) => {
    for (let index = 0; index < output.length && seen < wanted.length; index += 1)
      if (output[index] === wanted[seen]) seen += 1;
    return seen === wanted.length;
  };
}
