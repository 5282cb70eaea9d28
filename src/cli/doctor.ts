import {readFile} from 'node:fs/promises';
import path from 'node:path';
import wrapAnsi from 'wrap-ansi';
import type {Parts} from '../compose.ts';
import {labsOfCourse, linesOf} from '../course/labs-of-course.ts';
import {builtAt} from '../doctor/built-at.ts';
import {examine} from '../doctor/examine.ts';
import {type Finding, type Group, groups, type Level} from '../doctor/finding.ts';
import type {Machine} from '../doctor/machine.ts';
import {thisMachine} from '../doctor/this-machine.ts';
import type {Verdict} from '../doctor/verdict.ts';
import {shownVariables, withoutPrivate} from '../doctor/without-private.ts';
import {everyImage, imagesOf, nameOf} from '../lab/host-images.ts';
import type {Kept} from '../lab/lab.ts';
import {portsOf} from '../lab/servers/server-roles.ts';
import {prefixName} from '../ui/prefix-key.ts';
import {type Command, exitCodes} from './command.ts';
import type {UsageError} from './explain-error.ts';
import {keptOnDisk, renderKept} from './kept-on-disk.ts';

export interface DoctorOutput {
  readonly stdout: NodeJS.WriteStream;
  readonly useColour: boolean;
}

/** Looks at the machine and says what it lacks. Gives the exit code. */
export async function doctor(
  command: Extract<Command, {type: 'doctor'}>,
  parts: Parts,
  {stdout, useColour}: DoctorOutput,
): Promise<number> {
  const machine = thisMachine(parts.surroundings.settings.environment);
  const [verdict, kept] = await Promise.all([examineWith(parts, machine, stdout), keptHere(parts)]);
  const told = {version: parts.surroundings.version, verdict, kept};
  if (command.json) stdout.write(renderJson(told));
  else if (command.report) stdout.write(renderReport(told, machine));
  else stdout.write(renderText(told, useColour));
  return verdict.runtime === undefined ? exitCodes.machineLacks : exitCodes.done;
}

async function examineWith(
  {surroundings: {version, global, packageDirectory, courseDirectory, settings}, paths}: Parts,
  machine: Machine,
  {isTTY, columns, rows}: NodeJS.WriteStream,
): Promise<Verdict> {
  const labs = await labsOfCourse(courseDirectory);
  const lines = linesOf(labs);
  const {engines} = JSON.parse(await readFile(path.join(packageDirectory, 'package.json'), 'utf8')) as {
    engines: {node: string};
  };
  const set = settings.listed.filter(({from}) => from !== 'default');
  return examine({
    machine,
    version,
    packageDirectory,
    neededNode: engines.node,
    built: builtAt,
    paths,
    wanted: global.runtime ?? settings.runtime,
    lines,
    ports: [...new Set(labs.flatMap(portsOf))],
    images: everyImage
      .filter((image) => labs.some((lab) => imagesOf(lab).includes(image)))
      .map((image) => ({...image, name: nameOf(image, settings.environment)})),
    settings: {file: settings.file, set, fault: settings.fault && faultOf(settings.fault)},
    prefix: {name: prefixName(settings.prefix.prefixes[0]), notice: settings.prefix.notice},
    terminalSize: isTTY ? {columns, rows} : undefined,
  });
}

function faultOf({message, cure = 'Mend it and try again.'}: UsageError): {message: string; cure: string} {
  return {message, cure};
}

/** Milliseconds for adding up what lies on the disk and what the engine keeps. */
const keptLimit = 5000;

/** Undefined where that takes too long. */
async function keptHere(parts: Parts): Promise<readonly Kept[] | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), keptLimit);
  });
  const look = async () => {
    const [{runtimes}, id] = await Promise.all([
      parts.findRuntimes(),
      readFile(parts.paths.homeIdFile, 'utf8').catch(() => ''),
    ]);
    return keptOnDisk(parts.paths, id.trim() || undefined, runtimes);
  };
  try {
    // An engine may break off in the middle; what it keeps is then not known.
    return await Promise.race([look().catch(() => undefined), limit]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Told {
  readonly version: string;
  readonly verdict: Verdict;
  readonly kept: readonly Kept[] | undefined;
}

function renderJson({verdict: {runtime, why, findings}, kept}: Told): string {
  return `${JSON.stringify({
    version: 1,
    status: runtime === undefined ? 'lacks' : 'ok',
    runtime: runtime === undefined ? null : {name: runtime, why},
    findings,
    kept: kept ?? null,
  })}\n`;
}

const width = 80;

const titles: Readonly<Record<Group, string>> = {
  machine: 'This machine',
  containers: 'Containers',
  local: 'Local processes',
  program: 'This program',
};

const marks: Readonly<Record<Level, {readonly text: string; readonly colour: string}>> = {
  fine: {text: '✔ fine', colour: '32'},
  note: {text: '· note', colour: '2'},
  risk: {text: '! risk', colour: '33'},
  lack: {text: '✘ lack', colour: '31'},
};

/** For people: the verdict, the findings in groups, what is kept; no line over 80 columns. */
function renderText({version, verdict, kept}: Told, useColour: boolean): string {
  const style = (codes: string, text: string) => (useColour ? `\u001b[${codes}m${text}\u001b[0m` : text);
  const sections = groups.flatMap((group) => {
    const findings = verdict.findings.filter((finding) => finding.group === group);
    return [
      '',
      style('1', titles[group]),
      ...findings.flatMap((finding) => {
        const {text, colour} = marks[finding.level];
        const [first = '', ...rest] = wrapped(finding);
        return [`${style(colour, text)}  ${first}`, ...rest.map((line) => `        ${line}`)];
      }),
    ];
  });
  const keptLines = kept === undefined ? ['It took too long to find out.'] : kept.map(renderKept);
  return `${[
    ...wrap(`kafka-lessons ${version}. ${renderVerdict(verdict)}`, width),
    ...sections,
    '',
    style('1', 'What we keep'),
    ...(keptLines.length === 0 ? ['Nothing yet.'] : keptLines).flatMap((line) => wrap(line, width)),
    'All of it goes with `kafka-lessons reset --all`.',
  ].join('\n')}\n`;
}

function renderVerdict({runtime, why}: Verdict): string {
  return runtime === undefined ? `No lesson can run: ${why}` : `Lessons can run: ${why}`;
}

function wrapped({found, expected, cure}: Finding): readonly string[] {
  return [
    ...wrap(found, width - 8),
    ...(expected === undefined ? [] : wrap(`Expected: ${expected}.`, width - 8)),
    ...(cure === undefined ? [] : wrap(`→ ${cure}`, width - 8)),
  ];
}

function wrap(text: string, columns: number): readonly string[] {
  return wrapAnsi(text, columns, {hard: true, trim: true}).split('\n');
}

/** Markdown for a bug report, with nothing private in it. */
function renderReport({version, verdict, kept}: Told, machine: Machine): string {
  const {environment, platform, architecture, nodeVersion} = machine;
  // Before lines are broken: a path or a secret in two halves would not be known.
  const hide = (text: string) => withoutPrivate(text, machine);
  const shown: Told = {
    version,
    verdict: {
      ...verdict,
      why: hide(verdict.why),
      findings: verdict.findings.map(({found, expected, cure, ...finding}) => ({
        ...finding,
        found: hide(found),
        ...(expected === undefined ? {} : {expected: hide(expected)}),
        ...(cure === undefined ? {} : {cure: hide(cure)}),
      })),
    },
    kept: kept?.map((each) => ({...each, name: hide(each.name)})),
  };
  const variables = shownVariables.flatMap((name) => {
    const value = environment[name];
    return value ? [`${name}=${hide(value)}`] : [];
  });
  return `## kafka-lessons doctor

kafka-lessons ${version}, Node ${nodeVersion}, ${platform} ${architecture}

\`\`\`text
${renderText(shown, false).trimEnd()}
\`\`\`

Set in the environment:

\`\`\`text
${variables.join('\n')}
\`\`\`
`;
}
