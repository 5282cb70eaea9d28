import type {Code, Heading, Html, List, Root, RootContent, Yaml} from 'mdast';
import {frontMatterSchema, readYaml, type YamlValue} from './front-matter.ts';
import type {CheckFile, CourseProblem, Lesson, RunnableBlock, Step, TerminalPlace} from './lesson.ts';
import {readQuestion} from './parse-question.ts';
import {type Report, readPage, sliceOf, wordsOf} from './read-page.ts';
import {readBlockInfo, toRunnable} from './runnable-block.ts';

/** What a lesson is read from. Paths are only named, never opened: this function is pure. */
export interface LessonSource {
  readonly id: string;
  readonly directory: string;
  /** How problems name the page: `lessons/04-topics/lesson.md`. */
  readonly file: string;
  readonly markdown: string;
  /** Check files by step id. */
  readonly checks: ReadonlyMap<string, CheckFile>;
}

export type ParsedLesson =
  | {readonly type: 'lesson'; readonly lesson: Lesson}
  | {readonly type: 'problems'; readonly problems: readonly CourseProblem[]};

/** One markdown page → a lesson, or everything that is wrong with it. */
export function parseLesson(given: LessonSource): ParsedLesson {
  const page = readPage(given.file, given.markdown);
  if ('problems' in page) return {type: 'problems', problems: page.problems};
  const {root, markdown} = page;
  const source = {...given, markdown};
  const problems: CourseProblem[] = [];
  const report: Report = (node, rule, message) => {
    const {line, column} = node?.position?.start ?? {line: 1, column: 1};
    problems.push({file: source.file, line, column, rule, message});
  };

  const read = readFrontMatter(root, source, problems);
  const frontMatter = read?.value;
  const {introduction, sections} = cutIntoSections(root.children);
  if (sections.length === 0) report(undefined, 'no-steps', 'a lesson has at least one `##` section');

  reportMisplacedIds(introduction, sections, report);
  const terminals = frontMatter ? placeTerminals(frontMatter) : [];
  const known = frontMatter ? new Set(terminals.map(({name}) => name)) : undefined;
  const steps = sections.map((section) => readStep(section, {source, frontMatter, terminals: known, report}));
  reportDuplicates(sections, steps, report);
  if (read) reportUnknownNames(read, {steps, terminals: known}, source.file, problems);
  for (const id of source.checks.keys()) {
    if (!steps.some((step) => step.id === id)) {
      report(undefined, 'orphaned-check', `checks/${id} belongs to no step of this lesson`);
    } else if (frontMatter?.lab.hosts.length === 0) {
      report(
        undefined,
        'check-without-lab',
        `checks/${id} has no lab to look at: the front matter names none`,
      );
    }
  }

  if (problems.length > 0 || !frontMatter) return {type: 'problems', problems};

  return {
    type: 'lesson',
    lesson: {
      id: source.id,
      directory: source.directory,
      title: frontMatter.title,
      summary: frontMatter.summary,
      minutes: frontMatter.minutes,
      lab: frontMatter.lab,
      terminals,
      introduction: sliceOf(source.markdown, introduction),
      steps,
    },
  };
}

type FrontMatter = ReturnType<typeof frontMatterSchema.parse>;
type ReadFrontMatter = YamlValue<FrontMatter>;

interface Section {
  readonly heading: Heading;
  readonly nodes: readonly RootContent[];
}

interface StepContext {
  readonly source: LessonSource;
  readonly frontMatter: FrontMatter | undefined;
  readonly terminals: ReadonlySet<string> | undefined;
  readonly report: Report;
}

function readFrontMatter(
  root: Root,
  source: LessonSource,
  problems: CourseProblem[],
): ReadFrontMatter | undefined {
  const first = root.children[0];
  if (first?.type !== 'yaml') {
    problems.push({
      file: source.file,
      line: 1,
      column: 1,
      rule: 'front-matter',
      message: 'expected front matter between two lines of `---` at the top',
    });
    return undefined;
  }

  const result = readYaml((first as Yaml).value, frontMatterSchema);
  if ('value' in result) return result;

  for (const {line, column, message} of result.problems) {
    problems.push({file: source.file, line: line + 1, column, rule: 'front-matter', message});
  }

  return undefined;
}

/** Names in the front matter that nothing in the lesson bears. */
function reportUnknownNames(
  {value, placeOf}: ReadFrontMatter,
  {steps, terminals}: {readonly steps: readonly Step[]; readonly terminals: ReadonlySet<string> | undefined},
  file: string,
  problems: CourseProblem[],
): void {
  const reportAt = (path: readonly PropertyKey[], rule: string, message: string) => {
    const {line, column} = placeOf(path);
    problems.push({file, line: line + 1, column, rule, message});
  };
  for (const [index, host] of value.lab.running.entries()) {
    if (!value.lab.hosts.includes(host)) {
      reportAt(
        ['lab', 'running', index],
        'unknown-host',
        `lab.running names ${host}, which is not among lab.hosts`,
      );
    }
  }
  const {kafka, mode, hosts, running} = value.lab;
  if (mode !== 'zookeeper' && hosts.includes('zookeeper')) {
    const path = ['lab', 'hosts', hosts.indexOf('zookeeper')];
    reportAt(path, 'unknown-host', `lab.hosts names zookeeper, and Kafka ${kafka} has none`);
  }
  if (mode === 'zookeeper' && hosts.includes('streams')) {
    const path = ['lab', 'hosts', hosts.indexOf('streams')];
    reportAt(path, 'unknown-host', `lab.hosts names streams, and Kafka ${kafka} has none here`);
  }
  const broker = running.find((host) => host.startsWith('broker-'));
  if (mode === 'zookeeper' && broker && !running.includes('zookeeper'))
    reportAt(
      ['lab', 'running'],
      'unknown-host',
      `lab.running names ${broker} and not zookeeper, without which it does not start`,
    );
  for (const [name, host] of Object.entries(value.terminals)) {
    if (!value.lab.hosts.includes(host)) {
      reportAt(
        ['terminals', name],
        'unknown-host',
        `terminal ${name} is on ${host}, which is not among lab.hosts`,
      );
    }
  }
  for (const id of Object.keys(value.steps)) {
    if (!steps.some((step) => step.id === id))
      reportAt(['steps', id], 'unknown-step', `\`${id}\` is no step of this lesson`);
  }
  for (const [id, {watch}] of Object.entries(value.steps)) {
    if (watch !== undefined && terminals?.has(watch) === false)
      reportAt(['steps', id, 'watch'], 'unknown-terminal', `\`${watch}\` is no terminal of this lesson`);
  }
}

/** A host's own name is its default tab; the front matter adds more. */
function placeTerminals(frontMatter: FrontMatter): readonly TerminalPlace[] {
  const places = new Map<string, TerminalPlace>();
  for (const host of frontMatter.lab.hosts) {
    places.set(host, {name: host, host});
  }
  for (const [name, host] of Object.entries(frontMatter.terminals)) {
    places.set(name, {name, host});
  }

  return [...places.values()];
}

function cutIntoSections(children: readonly RootContent[]): {
  introduction: RootContent[];
  sections: Section[];
} {
  const introduction: RootContent[] = [];
  const sections: {heading: Heading; nodes: RootContent[]}[] = [];
  for (const node of children) {
    if (node.type === 'heading' && node.depth === 2) sections.push({heading: node, nodes: []});
    else if (sections.length > 0) sections.at(-1)?.nodes.push(node);
    else if (node.type !== 'yaml') introduction.push(node);
  }

  return {introduction, sections};
}

function readStep(section: Section, context: StepContext): Step {
  const {source, frontMatter} = context;
  const title = wordsOf(section.heading);
  const id = stepIdOf(section.nodes) ?? slug(title);
  if (id === '') {
    context.report(
      section.heading,
      'step-id',
      'no words to make an id of; expected `<!-- step: … -->` below',
    );
  }
  const {visible, details} = splitDetails(section.nodes, context);

  const text: RootContent[] = [];
  const runnable: RunnableBlock[] = [];
  const setup: RunnableBlock[] = [];
  let choices: List | undefined;
  for (const node of visible) {
    if (isStepComment(node)) continue;
    if (isTaskList(node)) {
      if (choices) context.report(node, 'two-questions', 'a step asks one question');
      choices = node;
      continue;
    }
    if (hasSomeBoxes(node))
      context.report(node, 'question', 'every choice begins with an empty box: `- [ ]`');
    const block = node.type === 'code' ? readBlock(node, context) : undefined;
    if (block?.setup) {
      setup.push(block.runnable);
      continue;
    }
    if (block && !block.shown) runnable.push(block.runnable);
    text.push(node);
  }

  const {hints, solution, answer} = sortDetails(details, context);
  const solutionBlocks = solution && blocksIn(solution.nodes, context);
  const check = source.checks.get(id);
  const question = choices
    ? readQuestion(choices, answer?.nodes, {
        hasCheck: check !== undefined,
        markdown: source.markdown,
        report: context.report,
      })
    : undefined;
  if (answer && !question)
    context.report(answer.start, 'question', 'an answer, and no choices to answer with');
  const overrides = frontMatter?.steps[id];

  return {
    id,
    title,
    kind: question ? 'question' : check ? 'task' : 'reading',
    text: sliceOf(source.markdown, text),
    hints: hints.map(({nodes}) => sliceOf(source.markdown, nodes)),
    solution: check ? (solutionBlocks ?? runnable) : [],
    solutionText: solution && sliceOf(source.markdown, solution.nodes),
    runnable,
    setup,
    question,
    check,
    transient: overrides?.transient ?? false,
    runsPrograms: overrides?.runsPrograms ?? false,
    timeLimit: overrides?.timeLimit ?? 10_000,
    watch: overrides?.watch,
    line: section.heading.position?.start.line ?? 1,
  };
}

interface Details {
  readonly summary: string;
  readonly nodes: readonly RootContent[];
  readonly start: Html;
}

/** By what their summary begins with. Under any other summary text would be lost: the app has no place for it. */
function sortDetails(
  details: readonly Details[],
  {report}: StepContext,
): {hints: readonly Details[]; solution: Details | undefined; answer: Details | undefined} {
  const sorted = {hint: [] as Details[], solution: [] as Details[], answer: [] as Details[]};
  for (const each of details) {
    const kind = /^(hint|solution|answer)/i.exec(each.summary)?.[1]?.toLowerCase();
    if (kind === undefined) {
      const message = `the summary \`${each.summary}\` is none of Hint, Solution and Answer`;
      report(each.start, 'malformed-details', message);
      continue;
    }
    sorted[kind as keyof typeof sorted].push(each);
    const heading = each.nodes.find(({type}) => type === 'heading');
    if (heading) report(heading, 'malformed-details', 'a heading inside `<details>`');
  }
  for (const second of [sorted.solution[1], sorted.answer[1]]) {
    if (second) report(second.start, 'malformed-details', `a step has one ${second.summary}`);
  }

  return {hints: sorted.hint, solution: sorted.solution[0], answer: sorted.answer[0]};
}

function splitDetails(
  nodes: readonly RootContent[],
  {report}: StepContext,
): {visible: RootContent[]; details: Details[]} {
  const visible: RootContent[] = [];
  const details: Details[] = [];
  let open: {summary: string | undefined; nodes: RootContent[]; start: Html} | undefined;
  for (const node of nodes) {
    const html = node.type === 'html' ? node.value.trim() : '';
    if (/^<details/i.test(html)) {
      if (open) report(node, 'malformed-details', '`<details>` inside another');
      // Text behind the summary without a blank line between would be part of the tag, and lost.
      const summary = /^<details[^>]*>\s*<summary>([\s\S]*?)<\/summary>$/i.exec(html)?.[1]?.trim();
      if (summary === undefined) {
        report(
          node,
          'malformed-details',
          'expected `<details><summary>Hint</summary>` on a line of its own, then a blank line',
        );
      }
      open = /<\/details>/i.test(html) ? undefined : {summary, nodes: [], start: node as Html};
    } else if (/^<\/details>$/i.test(html)) {
      if (open?.summary !== undefined) details.push({...open, summary: open.summary});
      else if (!open) report(node, 'malformed-details', '`</details>` without its `<details>`');
      open = undefined;
    } else if (open) open.nodes.push(node);
    else visible.push(node);
  }
  if (open)
    report(
      open.start,
      'malformed-details',
      'this `<details>` is never closed by `</details>` on a line of its own',
    );

  return {visible, details};
}

function readBlock(
  node: Code,
  context: StepContext,
): {runnable: RunnableBlock; setup: boolean; shown: boolean} | undefined {
  const info = readBlockInfo(node.lang, node.meta);
  if (typeof info === 'string') {
    context.report(node, 'block', info);
    return undefined;
  }
  if (!info) return undefined;
  if (context.terminals && !context.terminals.has(info.terminal)) {
    const names = [...context.terminals].join(', ');
    context.report(
      node,
      'unknown-terminal',
      `\`${info.terminal}\` is no terminal of this lesson; it has ${names}`,
    );
  }

  return {
    runnable: toRunnable(info, node.value, node.position?.start.line ?? 0),
    setup: info.setup,
    shown: info.shown,
  };
}

function blocksIn(nodes: readonly RootContent[], context: StepContext): readonly RunnableBlock[] {
  return nodes.flatMap((node) => {
    const block = node.type === 'code' ? readBlock(node, context) : undefined;
    return block && !block.shown && !block.setup ? [block.runnable] : [];
  });
}

/** A comment that is meant as a step's id and does not name one would give the step another id than its author thinks. */
function reportMisplacedIds(
  introduction: readonly RootContent[],
  sections: readonly Section[],
  report: Report,
): void {
  const elsewhere = [...introduction, ...sections.flatMap(({nodes}) => nodes.slice(1))];
  for (const node of elsewhere) {
    if (isMeantAsId(node)) report(node, 'step-id', 'a step’s id stands right under its heading');
  }
  for (const {nodes} of sections) {
    const [first] = nodes;
    if (first && isMeantAsId(first) && stepIdOf(nodes) === undefined)
      report(
        first,
        'step-id',
        'expected `<!-- step: short-name -->`: lower-case letters, digits and hyphens',
      );
  }
}

function isMeantAsId(node: RootContent): boolean {
  return node.type === 'html' && /^<!--\s*step\s*:/i.test(node.value);
}

function reportDuplicates(sections: readonly Section[], steps: readonly Step[], report: Report): void {
  const seen = new Set<string>();
  for (const [index, {id}] of steps.entries()) {
    if (seen.has(id)) report(sections[index]?.heading, 'duplicate-step', `step id \`${id}\` is used twice`);
    seen.add(id);
  }
}

function isTaskList(node: RootContent): node is List {
  return (
    node.type === 'list' &&
    node.children.length > 0 &&
    node.children.every((item) => typeof item.checked === 'boolean')
  );
}

/** A list of which some items, not all, have a box: a question somebody mistyped. */
function hasSomeBoxes(node: RootContent): boolean {
  return node.type === 'list' && node.children.some((item) => typeof item.checked === 'boolean');
}

const stepComment = /^<!--\s*step:\s*([a-z0-9][a-z0-9-]*)\s*-->$/;

function isStepComment(node: RootContent): boolean {
  return node.type === 'html' && stepComment.test(node.value.trim());
}

function stepIdOf(nodes: readonly RootContent[]): string | undefined {
  const first = nodes[0];
  return first?.type === 'html' ? stepComment.exec(first.value.trim())?.[1] : undefined;
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
