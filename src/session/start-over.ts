import type {Lesson} from '../course/lesson.ts';

/** What goes and what is kept when a step or the whole lesson begins anew, to be said before it does. */
export function startOverMeans({lab: {hosts}}: Pick<Lesson, 'lab'>, what: 'step' | 'lesson'): string {
  const ticks = what === 'step' ? 'Its tick goes.' : 'All its ticks go.';
  if (hosts.length === 0) return ticks;
  const data =
    what === 'step'
      ? 'The lab is made again, and the steps before this one are done again for you.'
      : 'So does everything its servers have stored.';
  const programs = 'Programs you have written are moved aside and kept.';
  return [ticks, data, ...(hosts.includes('workspace') ? [programs] : [])].join(' ');
}
