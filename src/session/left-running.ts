import type {Lesson, Step} from '../course/lesson.ts';
import {roleOf} from '../lab/servers/server-roles.ts';

/**
 * The tabs in which the steps before `at`, those that are done, leave a program running that is no server: when a lab
 * is opened again servers are started again, and nothing else. Pure.
 */
export function programsLeftRunning(
  {steps, terminals, lab}: Pick<Lesson, 'steps' | 'terminals' | 'lab'>,
  at: number,
  isDone: (step: Step) => boolean,
): readonly string[] {
  const done = steps.slice(0, Math.max(0, at)).filter(isDone);
  const left = new Set<string>();
  for (const {terminal, how, stays} of done.flatMap(({solution}) => solution)) {
    if (how === 'bash' && stays) left.add(terminal);
    // A key ends what runs there, and a new command needs the prompt.
    else if (how === 'keys' || how === 'bash') left.delete(terminal);
  }
  return terminals
    .filter(({name, host}) => left.has(name) && roleOf(host, lab) === undefined)
    .map(({name}) => name);
}
