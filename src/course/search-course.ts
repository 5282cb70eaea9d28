import type {Course, Lesson} from './lesson.ts';

export interface SearchHit {
  /** Index of the lesson. */
  readonly lesson: number;
  /** Id of the step; undefined for the lesson itself. */
  readonly step: string | undefined;
  readonly title: string;
  /** The term of the glossary that was found; the step is where it is met. */
  readonly term: string | undefined;
  /** The first line of the text in which a word of the query stands, or the first when only the title has them. Of a term, what it means. */
  readonly line: string;
}

/** More than anybody reads. */
const mostHits = 50;

/**
 * Terms, lessons and steps that have every word of the query. First the terms that are called so, then what has all
 * the words in its title. Pure.
 */
export function searchCourse({lessons, glossary}: Course, query: string): readonly SearchHit[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  const places = lessons.flatMap((lesson, index) =>
    placesOf(lesson).map((place) => ({...place, lesson: index})),
  );
  const hits = places.flatMap(({text, ...place}) => {
    const title = place.title.toLowerCase();
    const whole = `${title}\n${text.toLowerCase()}`;
    if (!words.every((word) => whole.includes(word))) return [];
    const lines = text.split('\n');
    const line = lines.find((each) => words.some((word) => each.toLowerCase().includes(word))) ?? lines[0];
    const inTitle = words.every((word) => title.includes(word));
    return [{...place, term: undefined, line: plain(line ?? ''), inTitle}];
  });
  const terms = glossary.flatMap(({name, text, lesson, step}) => {
    const whole = `${name}\n${text}`.toLowerCase();
    if (!words.every((word) => whole.includes(word))) return [];
    const title = lessons[lesson]?.steps.find(({id}) => id === step)?.title ?? '';
    const inTitle = words.every((word) => name.toLowerCase().includes(word));
    return [{lesson, step, title, term: name, line: text, inTitle}];
  });
  return [
    ...[...terms, ...hits].filter(({inTitle}) => inTitle),
    ...[...hits, ...terms].filter(({inTitle}) => !inTitle),
  ]
    .slice(0, mostHits)
    .map(({lesson, step, title, term, line}) => ({lesson, step, title, term, line}));
}

interface Place {
  readonly step: string | undefined;
  readonly title: string;
  readonly text: string;
}

function placesOf({title, summary, introduction, steps}: Lesson): readonly Place[] {
  return [
    {step: undefined, title, text: readable(`${summary}\n${introduction}`)},
    ...steps.map((step) => ({
      step: step.id,
      title: step.title,
      text: readable([step.text, ...(step.question?.choices ?? [])].join('\n')),
    })),
  ];
}

/** Without the lines that are for the course runner: where blocks begin and end, comments, folded parts. */
function readable(text: string): string {
  return text
    .split('\n')
    .filter((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s*(?:```|~~~|<)/.test(line))
    .join('\n');
}

/** A line of markdown without its marks, as a person reads it in a list of hits. Code keeps what looks like marks. */
function plain(line: string): string {
  const [, cells] = /^\s*\|(.*)\|\s*$/.exec(line) ?? [];
  const words = cells?.replace(/\s*(?<!\\)\|\s*/g, '  ').replaceAll('\\|', '|');
  return (words ?? line.replace(/^\s*(?:(?:>|#+|[*+-])\s+)*/, ''))
    .split('`')
    .map((part, index) => (index % 2 === 1 ? part : withoutEmphasis(part)))
    .join('')
    .trim();
}

/** `_` within a name, and the two that begin `__consumer_offsets`, are no marks. */
function withoutEmphasis(text: string): string {
  return text.replace(/\*/g, '').replace(/(?<!\w)(_{1,2})(?=[^\s_])(.*?[^\s_])\1(?!\w)/g, '$2');
}
