import type {Heading, Link, Nodes, RootContent} from 'mdast';
import type {CourseProblem, GlossaryTerm, Lesson} from './lesson.ts';
import {readPage, wordsOf} from './read-page.ts';

export interface GlossarySource {
  /** How problems name the page: `lessons/glossary.md`. */
  readonly file: string;
  readonly markdown: string;
  readonly lessons: readonly Lesson[];
}

/** What a link to a step looks like: the lesson's folder, and the step's heading as forges name it. */
const stepLink = /^(?:\.\/)?([^/#]+)\/lesson\.md#(.+)$/;

/**
 * One `##` section for each term: what it means, then a link to the step where it is met. Gives the terms in the
 * order of the page, or everything that is wrong with it. Pure.
 */
export function parseGlossary({
  file,
  markdown,
  lessons,
}: GlossarySource): readonly GlossaryTerm[] | {readonly problems: readonly CourseProblem[]} {
  const page = readPage(file, markdown);
  if ('problems' in page) return page;

  const problems: CourseProblem[] = [];
  const report = (node: Nodes, message: string) => {
    const {line, column} = node.position?.start ?? {line: 1, column: 1};
    problems.push({file, line, column, rule: 'glossary', message});
  };
  const steps = stepsByLink(lessons);
  const known = new Set<string>();
  const terms = sectionsOf(page.root.children).flatMap(({heading, nodes}): readonly GlossaryTerm[] => {
    const name = tidy(wordsOf(heading));
    if (name === '') report(heading, 'expected the term behind the `##`');
    if (known.has(name.toLowerCase())) report(heading, `\`${name}\` is explained twice`);
    known.add(name.toLowerCase());

    const links = nodes.flatMap(linksOf);
    const places = links.flatMap((link) => {
      const [, lesson = '', anchor = ''] = stepLink.exec(link.url) ?? [];
      const place = steps.get(`${lesson}#${decode(anchor)}`);
      if (place) return [place];
      report(link, whyDead(link.url, lesson, lessons));
      return [];
    });
    if (links.length === 0) report(heading, `\`${name}\` has no link to the step where it is met`);
    const text = nodes
      .filter((node) => !isLinkOnly(node))
      .map((node) => tidy(wordsOf(node)))
      .join(' ');
    if (text === '') report(heading, `\`${name}\` is not explained`);
    const [place] = places;
    return place ? [{name, text, ...place}] : [];
  });
  return problems.length > 0 ? {problems} : terms;
}

/** A heading as forges name it in links: `Who is registered?` is `who-is-registered`. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

interface Place {
  readonly lesson: number;
  readonly step: string;
}

/** Every step by `LESSON#ANCHOR`. The second step of one name in a lesson has `-1` behind it, and so on. */
function stepsByLink(lessons: readonly Lesson[]): ReadonlyMap<string, Place> {
  return new Map(
    lessons.flatMap(({id, steps}, lesson) => {
      const anchors = steps.map(({title}) => anchorOf(title));
      return steps.map((step, index) => {
        const anchor = anchors[index] ?? '';
        const before = anchors.slice(0, index).filter((other) => other === anchor).length;
        return [`${id}#${anchor}${before === 0 ? '' : `-${before}`}`, {lesson, step: step.id}] as const;
      });
    }),
  );
}

function whyDead(url: string, lesson: string, lessons: readonly Lesson[]): string {
  const form = 'expected LESSON/lesson.md#HEADING';
  if (lesson === '') return `\`${url}\` does not lead to a step; ${form}`;
  return lessons.some(({id}) => id === lesson)
    ? `\`${url}\`: ${lesson} has no step whose heading is named like that in links`
    : `\`${url}\`: there is no lesson ${lesson} in this course`;
}

interface Section {
  readonly heading: Heading;
  readonly nodes: readonly RootContent[];
}

function sectionsOf(nodes: readonly RootContent[]): readonly Section[] {
  const starts = nodes.flatMap((node, index) => (isTerm(node) ? [index] : []));
  return starts.map((start, place) => ({
    heading: nodes[start] as Heading,
    nodes: nodes.slice(start + 1, starts[place + 1]),
  }));
}

function isTerm(node: RootContent): boolean {
  return node.type === 'heading' && node.depth === 2;
}

/** A paragraph that is nothing but the link. */
function isLinkOnly(node: RootContent): boolean {
  return node.type === 'paragraph' && node.children.every(({type}) => type === 'link');
}

function linksOf(node: Nodes): readonly Link[] {
  if (node.type === 'link') return [node];
  return 'children' in node ? node.children.flatMap(linksOf) : [];
}

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
