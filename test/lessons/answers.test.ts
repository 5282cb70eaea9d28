import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {loadCourse} from '../../src/course/load-course.ts';

const {lessons} = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
const questions = lessons.flatMap(({id, steps}) =>
  steps.flatMap((step) =>
    step.question && !step.check ? [{name: `${id} ${step.id}`, question: step.question}] : [],
  ),
);

describe('32: a question', () => {
  it.each(questions)(
    '$name says of each wrong choice why it is wrong, and does not name the right one',
    ({question: {choices, answer = -1, whyNot}}) => {
      const right = choices[answer]?.toLowerCase() ?? '';
      for (const [index, why] of whyNot.entries()) {
        if (index === answer) expect(why).toBeUndefined();
        else expect(why).toMatch(/^[A-Z0-9"“`'].*[.!?]$/s);
        // One of few letters stands in many a word.
        if (right.length > 6) expect(why?.toLowerCase() ?? '').not.toContain(right);
      }
    },
  );
});
