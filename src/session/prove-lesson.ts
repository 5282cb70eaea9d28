import type {Verdict} from '../checks/verdict.ts';
import type {Lesson, Mistake, RunnableBlock, Step} from '../course/lesson.ts';
import {checkUntil} from './check-until.ts';
import type {LessonLab} from './lesson-lab.ts';

/** What one step of a lesson proved, or where it fell short. */
export interface StepProof {
  readonly id: string;
  readonly title: string;
  readonly status: 'pass' | 'fail' | 'error';
  /** For a pass the evidence; else every shortcoming, one a line. */
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly ms: number;
}

export interface ProofOptions {
  readonly lesson: Lesson;
  readonly mistakes: readonly Mistake[];
  readonly lab: Pick<LessonLab, 'check' | 'prepare' | 'runBlock'>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Called when a step is begun and when it is proven. */
  readonly onStep: (step: Step, proof: StepProof | undefined) => void;
  /** Only this step is judged; those before it are solved, so that it finds what it needs. */
  readonly only?: string;
}

interface Shortcoming {
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
}

/**
 * Proves a lesson on a fresh lab, step by step: untouched it does not pass, each mistake is explained in words of its
 * own, the solution passes and goes on passing, and at the end everything that should still hold does.
 */
export async function proveLesson(options: ProofOptions): Promise<readonly StepProof[]> {
  const {lesson, only, now} = options;
  const proofs: StepProof[] = [];
  const startedAt = new Map<string, number>();
  for (const step of lesson.steps) {
    const began = performance.now();
    startedAt.set(step.id, now());
    options.onStep(step, undefined);
    const isJudged = only === undefined || only === step.id;
    const {evidence, shortcomings} = await proveStep(step, {...options, startedAt: now(), isJudged});
    const proof = toProof(step, evidence, shortcomings, performance.now() - began);
    if (isJudged) proofs.push(proof);
    options.onStep(step, proof);
    if (step.id === only) return proofs;
    // Without this step's state the following ones could only fail for the wrong reason.
    if (shortcomings.some(({isFatal}) => isFatal)) break;
  }

  const unproven = lesson.steps.slice(proofs.length).map((step) => unreached(step));
  return [...(await proveEnd(proofs, startedAt, options)), ...(only === undefined ? unproven : [])];
}

/** Proves a lesson without a lab, which is only read: each question has an answer. `only` names the one step to judge. */
export function proveReading({steps}: Lesson, only?: string): readonly StepProof[] {
  return steps
    .filter(({id}) => only === undefined || only === id)
    .map((step) => {
      const {evidence, shortcomings} = judgeReading(step);
      return toProof(step, evidence, shortcomings, 0);
    });
}

interface StepContext extends ProofOptions {
  readonly startedAt: number;
  readonly isJudged: boolean;
}

interface StepOutcome {
  readonly evidence: string;
  readonly shortcomings: readonly (Shortcoming & {readonly isFatal?: boolean})[];
}

async function proveStep(step: Step, context: StepContext): Promise<StepOutcome> {
  for (const block of step.setup) {
    const result = await context.lab.prepare(block, context.signal);
    if (result.type === 'failed')
      return {evidence: '', shortcomings: [{message: `setup: ${result.reason}`, isFatal: true}]};
  }
  if (!step.check) return judgeReading(step);

  const shortcomings: (Shortcoming & {isFatal?: boolean})[] = [];
  if (context.isJudged) {
    const untouched = await context.lab.check(step, {startedAt: context.startedAt, choice: undefined});
    if (untouched.type === 'passed')
      shortcomings.push({message: `untouched, the check passes: ${untouched.evidence}`});
    if (untouched.type === 'broken')
      shortcomings.push({message: `untouched, the check is broken: ${describe(untouched)}`, isFatal: true});
    if (shortcomings.some(({isFatal}) => isFatal)) return {evidence: '', shortcomings};
    shortcomings.push(...(await proveMistakes(step, untouched, context)));
  }

  const {evidence, shortcoming} = await proveSolution(step, context);
  if (shortcoming) shortcomings.push({...shortcoming, isFatal: true});
  return {evidence, shortcomings};
}

function judgeReading({question}: Step): StepOutcome {
  if (!question) return {evidence: 'nothing to prove: a page to read', shortcomings: []};
  return question.answer === undefined
    ? {evidence: '', shortcomings: [{message: 'the question has no answer among its choices'}]}
    : {evidence: 'the answer is one of the choices', shortcomings: []};
}

async function proveMistakes(
  step: Step,
  untouched: Verdict,
  context: StepContext,
): Promise<readonly Shortcoming[]> {
  const shortcomings: Shortcoming[] = [];
  const explained: {name: string; pattern: RegExp; words: string}[] = [];
  for (const mistake of context.mistakes.filter((entry) => entry.step === step.id)) {
    const pattern = new RegExp(mistake.says, 'i');
    if (pattern.test(describe(untouched)))
      shortcomings.push({message: `mistake "${mistake.name}": its words are said of the untouched step too`});
    const trouble = await runBlocks(mistake.run, context);
    if (trouble) {
      shortcomings.push({message: `mistake "${mistake.name}" could not be made: ${trouble}`});
      continue;
    }

    const verdict = await checkUntil(
      step,
      context,
      (seen) => seen.type === 'failed' && pattern.test(describe(seen)),
    );
    const words = describe(verdict);
    if (verdict.type === 'failed' && pattern.test(words)) {
      for (const other of explained) {
        if (pattern.test(other.words) || other.pattern.test(words))
          shortcomings.push({
            message: `mistakes "${mistake.name}" and "${other.name}" are explained by the same words`,
          });
      }
      explained.push({name: mistake.name, pattern, words});
    } else {
      shortcomings.push({
        message: `mistake "${mistake.name}" is not explained`,
        expected: `a failed verdict that says /${mistake.says}/`,
        observed: describeWhole(verdict),
      });
    }
    const undoing = await runBlocks(mistake.undo, context);
    if (undoing) shortcomings.push({message: `mistake "${mistake.name}" could not be undone: ${undoing}`});
  }

  return shortcomings;
}

async function proveSolution(
  step: Step,
  context: StepContext,
): Promise<{evidence: string; shortcoming?: Shortcoming}> {
  const trouble = await runBlocks(step.solution, context);
  if (trouble) return {evidence: '', shortcoming: {message: `the solution could not be typed: ${trouble}`}};
  const verdict = await checkUntil(step, context, ({type}) => type === 'passed');
  if (verdict.type !== 'passed') {
    return {
      evidence: '',
      shortcoming: {
        message: 'the solution does not pass',
        expected: 'passed',
        observed: describeWhole(verdict),
      },
    };
  }
  if (
    step.question &&
    (verdict.answer === undefined || step.question.choices[verdict.answer] === undefined)
  ) {
    return {
      evidence: '',
      shortcoming: {message: 'the check passes without naming which choice turned out right'},
    };
  }

  const again = await context.lab.check(step, {startedAt: context.startedAt, choice: undefined});
  if (again.type !== 'passed' && !step.transient) {
    return {
      evidence: verdict.evidence,
      shortcoming: {
        message: 'the solution passes once and a moment later no more',
        observed: describeWhole(again),
      },
    };
  }

  return {evidence: verdict.evidence};
}

/** At the lesson's end every step that is not `transient` still holds. */
async function proveEnd(
  proofs: readonly StepProof[],
  startedAt: ReadonlyMap<string, number>,
  {lesson, lab, only}: ProofOptions,
): Promise<readonly StepProof[]> {
  if (only !== undefined || proofs.length < lesson.steps.length) return proofs;
  const ended: StepProof[] = [];
  for (const proof of proofs) {
    const step = lesson.steps.find(({id}) => id === proof.id);
    if (!step?.check || step.transient || proof.status !== 'pass') {
      ended.push(proof);
      continue;
    }
    const verdict = await lab.check(step, {startedAt: startedAt.get(step.id) ?? 0, choice: undefined});
    ended.push(
      verdict.type === 'passed'
        ? proof
        : {
            ...proof,
            status: 'fail',
            message: 'at the end of the lesson the step holds no more; fix a later step or mark it transient',
            expected: proof.message,
            observed: describeWhole(verdict),
          },
    );
  }

  return ended;
}

async function runBlocks(
  blocks: readonly RunnableBlock[],
  {lab, signal}: ProofOptions,
): Promise<string | undefined> {
  for (const block of blocks) {
    const result = await lab.runBlock(block, {show: () => {}, typingPace: 0, signal});
    if (result.type === 'failed') return result.reason;
  }

  return undefined;
}

/** The same, behind the verdict's type. */
function describeWhole(verdict: Verdict): string {
  return [verdict.type, describe(verdict)].filter((part) => part !== '').join(': ');
}

/** Everything a verdict says, in one text. */
export function describe(verdict: Verdict): string {
  switch (verdict.type) {
    case 'waiting':
      return verdict.message ?? '';
    case 'passed':
      return verdict.evidence;
    case 'failed':
      return [verdict.message, verdict.expected, verdict.observed, verdict.why].filter(Boolean).join(' | ');
    case 'broken':
      return [verdict.reason, verdict.detail].filter(Boolean).join(' | ');
  }
}

function toProof(step: Step, evidence: string, shortcomings: readonly Shortcoming[], ms: number): StepProof {
  const {id, title} = step;
  const [first] = shortcomings;
  if (!first) return {id, title, status: 'pass', message: evidence, ms: Math.round(ms)};
  return {
    id,
    title,
    status: 'fail',
    message: shortcomings.map(({message}) => message).join('\n'),
    ...(first.expected === undefined ? {} : {expected: first.expected}),
    ...(first.observed === undefined ? {} : {observed: first.observed}),
    ms: Math.round(ms),
  };
}

function unreached({id, title}: Step): StepProof {
  return {id, title, status: 'error', message: 'not reached: an earlier step failed', ms: 0};
}
