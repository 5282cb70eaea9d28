import type {Verdict} from '../checks/verdict.ts';
import {wrapBehind} from './fit.ts';
import type {Paint} from './paint.ts';

/**
 * What a verdict looks like under the step:
 *
 *     ✘ `test` has 2 partitions.
 *       expected  1 partition
 *       observed  2 partitions
 *       why       The number behind --partitions …
 */
export function verdictLines(verdict: Verdict, paint: Paint, columns: number): readonly string[] {
  switch (verdict.type) {
    case 'waiting':
      return verdict.message === undefined ? [] : listed('… ', verdict.message, plain, columns, paint);
    case 'passed':
      return listed('✔ ', verdict.evidence, paint.passed, columns, paint);
    case 'failed':
      return [
        ...marked('✘ ', verdict.message, paint.failed, columns, paint),
        ...labelled('expected', verdict.expected, columns, paint),
        ...labelled('observed', verdict.observed, columns, paint),
        ...labelled('why', verdict.why, columns, paint),
      ];
    case 'broken':
      return [
        ...wrapBehind('! ', `The check itself failed, not you: ${verdict.reason}.`, columns).map(
          paint.broken,
        ),
        ...labelled('it said', verdict.detail?.split('\n').at(-1), columns, paint),
        ...wrapBehind('  ', 'You can go on with s (skip); c runs the check again.', columns).map(paint.dim),
      ];
  }
}

/** What was seen when a step was passed, below its title. */
export function evidenceLines(evidence: string, paint: Paint, columns: number): readonly string[] {
  return listed('  ', evidence, paint.dim, columns, paint);
}

/** Why an answer is not the right one: it is to be read, so the sign alone stands out. */
export function wrongAnswerLines(why: string, paint: Paint, columns: number): readonly string[] {
  return marked('✘ ', why, plain, columns, {...paint, sign: paint.failed});
}

function labelled(label: string, text: string | undefined, columns: number, paint: Paint): readonly string[] {
  if (text === undefined || text === '') return [];
  return marked(`  ${label.padEnd(9)} `, text, plain, columns, {...paint, sign: paint.dim});
}

const plain = (text: string): string => text;

/** A timeline, in which points stand between the moments, is a list: it grows by a line with each of them. */
function listed(...[sign, text, style, columns, paint]: Parameters<typeof marked>): readonly string[] {
  const [first = '', ...others] = text.split(' · ');
  if (others.length < 2) return marked(sign, text, style, columns, paint);
  const indent = ' '.repeat(sign.length);
  return [
    ...marked(sign, first, style, columns, paint),
    ...others.flatMap((moment) => marked(indent, moment, style, columns, paint)),
  ];
}

/** A sign, and behind it a text in which what stands in backticks stands out instead. */
function marked(
  sign: string,
  text: string,
  style: (text: string) => string,
  columns: number,
  paint: Pick<Paint, 'strong'> & {readonly sign?: (text: string) => string},
): readonly string[] {
  const styled = text
    .split(/`([^`\n]+)`/)
    .map((part, index) => (index % 2 === 0 ? style(part) : paint.strong(part)))
    .join('');
  const drawSign = paint.sign ?? style;
  return wrapBehind(sign, styled, columns).map((line, index) =>
    index === 0 ? drawSign(sign) + line.slice(sign.length) : line,
  );
}
