/** What `verify` and `lesson test` report, in the manner of Exercism's results files. */
export interface Results {
  readonly version: 1;
  readonly status: ResultStatus;
  readonly lessons: readonly LessonResult[];
}

export type ResultStatus = 'pass' | 'fail' | 'error';

export interface LessonResult {
  readonly id: string;
  readonly title: string;
  readonly status: ResultStatus;
  /** What concerns the lesson as a whole: something left behind, a lab that did not start. */
  readonly message?: string;
  /** How long it took, from opening the lab until it was gone. */
  readonly ms?: number;
  /** The most memory its lab took, in bytes. */
  readonly memory?: number;
  readonly steps: readonly StepResult[];
}

export interface StepResult {
  readonly id: string;
  readonly title: string;
  readonly status: ResultStatus;
  readonly message: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly ms: number;
}

export function toResults(lessons: readonly LessonResult[]): Results {
  return {version: 1, status: worst(lessons.map(({status}) => status)), lessons};
}

export function worst(statuses: readonly ResultStatus[]): ResultStatus {
  if (statuses.includes('error')) return 'error';
  return statuses.includes('fail') ? 'fail' : 'pass';
}

/** JUnit XML: a suite for each lesson, a case for each step. */
export function renderJunit({lessons}: Results): string {
  const suites = lessons.map(({id, message, status, steps}) => {
    const cases = steps.map((step) => {
      const time = (step.ms / 1000).toFixed(3);
      const open = `    <testcase classname="${escapeXml(id)}" name="${escapeXml(step.id)}" time="${time}"`;
      if (step.status === 'pass') return `${open}/>`;
      const tag = step.status === 'fail' ? 'failure' : 'error';
      const details = [
        step.expected && `expected: ${step.expected}`,
        step.observed && `observed: ${step.observed}`,
      ]
        .filter(Boolean)
        .join('\n');
      return `${open}>\n      <${tag} message="${escapeXml(step.message)}">${escapeXml(details)}</${tag}>\n    </testcase>`;
    });
    if (status !== 'pass' && message !== undefined) {
      cases.push(
        `    <testcase classname="${escapeXml(id)}" name="lab">\n      <error message="${escapeXml(message)}"/>\n    </testcase>`,
      );
    }
    const count = (wanted: ResultStatus) => steps.filter((step) => step.status === wanted).length;
    return `  <testsuite name="${escapeXml(id)}" tests="${cases.length}" failures="${count('fail')}" errors="${cases.length - steps.length + count('error')}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}

function took(ms: number | undefined, memory: number | undefined): string {
  const parts = [
    ms === undefined ? [] : `${(ms / 1000).toFixed(1)} s`,
    memory === undefined ? [] : `${Math.round(memory / 1e6)} MB of memory`,
  ].flat();
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** For people: a line for each step, expected and observed below those that fell short. */
export function renderResults({lessons}: Results, colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const marks = {pass: paint(32, '✔'), fail: paint(31, '✘'), error: paint(33, '!')};
  return lessons
    .map(({id, title, message, ms, memory, steps}) => {
      const lines = steps.flatMap((step) => [
        `  ${marks[step.status]} ${step.title}${step.ms > 0 ? ` (${(step.ms / 1000).toFixed(1)} s)` : ''}`,
        ...step.message.split('\n').map((line) => `      ${line}`),
        ...(step.expected === undefined ? [] : [`      expected: ${step.expected}`]),
        ...(step.observed === undefined ? [] : [`      observed: ${step.observed}`]),
      ]);
      return [
        `${id}  ${title}${took(ms, memory)}`,
        ...(message === undefined ? [] : [`  ${marks.error} ${message}`]),
        ...lines,
        '',
      ].join('\n');
    })
    .join('\n');
}
