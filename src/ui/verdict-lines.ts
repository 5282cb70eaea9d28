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
      return verdict.message === undefined ? [] : wrapBehind('… ', verdict.message, columns);
    case 'passed':
      return wrapBehind('✔ ', verdict.evidence, columns).map(paint.passed);
    case 'failed':
      return [
        ...wrapBehind('✘ ', verdict.message, columns).map(paint.failed),
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

function labelled(label: string, text: string | undefined, columns: number, paint: Paint): readonly string[] {
  if (text === undefined || text === '') return [];
  const first = `  ${label.padEnd(9)} `;
  return wrapBehind(first, text, columns).map((line, index) =>
    index === 0 ? paint.dim(first) + line.slice(first.length) : line,
  );
}
