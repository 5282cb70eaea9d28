/**
 * The failover of lesson 11, again and again: kills the leader of a topic while a producer sends with acks=all, and
 * measures when what was seen. Ends with 1 when there was no new leader within 12 s or an acknowledged message is lost.
 *
 *     npm run failover                                 20 times on local processes, about six minutes
 *     npm run failover -- --runtime docker --runs 5
 *     npm run failover -- --mode kraft                  the same on nodes of Kafka 4, which are brokers and controllers at once
 *
 * Writes test-results/failover-RUNTIME.json, or failover-kraft-RUNTIME.json, or into another folder: --results FOLDER.
 */
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {acknowledged, missingOf} from '../lessons/11-failover/checks/failover/acknowledged.ts';
import {lastTakeover, type Takeover} from '../lessons/11-failover/checks/failover/takeover.ts';
import {openCluster} from '../src/checks/cluster.ts';
import {readSettings} from '../src/cli/settings.ts';
import {composeParts} from '../src/compose.ts';
import {
  type HostName,
  kafkaLines,
  type LabNeeds,
  type Lesson,
  modeOfLine,
  type RunnableBlock,
} from '../src/course/lesson.ts';
import {loadCourse} from '../src/course/load-course.ts';
import {zookeeperSessionSeconds} from '../src/lab/servers/broker.ts';
import {startCommand} from '../src/lab/servers/server-roles.ts';
import {Observer} from '../src/observer/observer.ts';
import type {LessonLab} from '../src/session/lesson-lab.ts';
import {median, quantile} from './figures.ts';

/** Milliseconds from the leader's death to the next one, at most. */
const longestWithoutLeader = 12_000;
/** Milliseconds: when another broker leads so long before the dead one is given up, that was not on account of its death. */
const handedBack = 1000;
/** Milliseconds after which a run that does not get on is given up. */
const patience = 60_000;
const topic = 'payments';
const addresses = '--bootstrap-server localhost:9092,localhost:9093,localhost:9094';

/** One failover. Times are milliseconds since the kill, at the look (four a second) or the acknowledgement that showed it. */
interface Failover {
  readonly run: number;
  readonly killed: number;
  readonly wasController: boolean;
  readonly leader: number;
  readonly detected: number;
  readonly led: number;
  readonly isrShrunk: number;
  readonly writesAgain: number;
  readonly acknowledged: number;
  /** Of those that were acknowledged. */
  readonly stored: number;
  readonly lost: number;
}

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '20'},
    runtime: {type: 'string', default: 'local'},
    mode: {type: 'string', default: 'zookeeper'},
    results: {type: 'string', default: path.resolve(import.meta.dirname, '../test-results')},
  },
});
const runs = Number(values.runs);
const {runtime: runtimeName} = values;
if (!Number.isInteger(runs) || runs < 1 || runs > 500) throw new Error('--runs: expected 1 to 500');
if (runtimeName !== 'local' && runtimeName !== 'docker')
  throw new Error('--runtime: expected local or docker');
const line = kafkaLines.find((each) => modeOfLine[each] === values.mode);
if (line === undefined) throw new Error('--mode: expected zookeeper or kraft');
const mode = modeOfLine[line];
const brokers = ['broker-1', 'broker-2', 'broker-3'] as const;
const servers = mode === 'zookeeper' ? (['zookeeper', ...brokers] as const) : brokers;
const needs: LabNeeds = {kafka: line, mode, hosts: [...servers, 'client'], running: servers, ports: []};
/** What tells the producer of its file of settings. */
const configOption = mode === 'zookeeper' ? '--producer.config' : '--command-config';
const root = path.resolve(import.meta.dirname, '..');
if (!existsSync(path.join(root, 'dist', 'check-process.js')))
  throw new Error('dist/check-process.js is missing: run `npm run build` first');

const failovers = await inLab(async (lab, observer) => {
  const done: Failover[] = [];
  for (let run = 1; run <= runs; ) {
    const failover = await failOver(run, lab, observer);
    const {killed, leader, led, detected, writesAgain, lost, acknowledged: count} = failover;
    console.log(
      `${run} of ${runs}: broker ${killed} → ${leader}, led ${seconds(led)}, writes again ${seconds(writesAgain)}, ${lost} of ${count} lost`,
    );
    // Every five minutes the controller hands leadership back. In that very moment it was no leader that died.
    if (led < detected - handedBack && lost === 0) {
      console.log(
        `${run} of ${runs} is done once more: broker ${killed} was handing leadership back when it died.`,
      );
      continue;
    }
    done.push(failover);
    run += 1;
  }
  return done;
});
const failures = failovers.flatMap((run) => [
  ...(run.led > longestWithoutLeader ? [`run ${run.run}: a new leader after ${seconds(run.led)} only`] : []),
  ...(run.lost > 0 ? [`run ${run.run}: ${run.lost} acknowledged messages lost`] : []),
]);
await report(failovers, failures);
process.exitCode = failures.length === 0 ? 0 : 1;

async function inLab<T>(use: (lab: LessonLab, observer: Observer) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'failover-'));
  const course = await loadCourse(path.join(root, 'lessons'));
  const taught = course.lessons.find(({id}) => id === '11-failover');
  if (!taught) throw new Error('there is no lesson 11-failover');
  const terminals = taught.terminals.filter(({host}) => needs.hosts.includes(host));
  const lesson: Lesson = {...taught, lab: needs, terminals};
  const parts = composeParts({
    version: 'bench',
    global: {course: undefined, runtime: runtimeName as 'local' | 'docker', home, color: false},
    courseDirectory: course.directory,
    packageDirectory: root,
    settings: await readSettings(process.env),
  });
  const {runtime} = await parts.chooseRuntime();
  const {signal} = new AbortController();
  const request = {lesson, runtime, homeId: path.basename(home).slice(-6), labs: home, signal};
  const lab = await parts.openLessonLab({
    ...request,
    size: {columns: 200, rows: 50},
    openScreen: undefined,
    report: ({message}) => console.log(message),
    onEvent: () => {},
  });
  const observer = new Observer({needs: lesson.lab, address: (port) => lab.lab.address(port)});
  try {
    await lab.startServers(lab.lessonServers(), console.log, signal);
    await type(lab, {
      terminal: 'client',
      lines: [`bin/kafka-topics.sh --create --topic ${topic} --replica-assignment 2:3:1 ${addresses}`],
    });
    return await use(lab, observer);
  } finally {
    await observer[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
    await runtime.removeLab(parts.identityOf(request));
    await rm(home, {recursive: true, force: true});
  }
}

async function failOver(run: number, lab: LessonLab, observer: Observer): Promise<Failover> {
  await lab.untilCluster(
    ({brokers, topics}) =>
      brokers.filter(({answers}) => answers).length === 3 &&
      topics.some(({name}) => name === topic) &&
      topics.every(({partitions}) => partitions.every(({isr, replicas}) => isr.length === replicas.length)),
    AbortSignal.timeout(patience),
  );
  await type(lab, {
    terminal: 'producer',
    lines: [
      `bin/kafka-verifiable-producer.sh --topic ${topic} --throughput 20 ${configOption} config/producer.properties ${addresses}`,
    ],
    stays: true,
    readiness: {type: 'output', text: 'producer_send_success'},
  });
  const produced = () => {
    const {output = '', startedAt = 0} = lab.terminal('producer').recording.record().commands.at(-1) ?? {};
    return {messages: acknowledged(output, topic), startedAt};
  };
  // The controller hands leadership back by itself now and then: whoever leads at this moment.
  const ready = await lab.untilCluster(() => true, AbortSignal.timeout(patience));
  const killed = ready.topics.find(({name}) => name === topic)?.partitions[0]?.leader ?? -1;
  const host = `broker-${killed}` as HostName;
  const since = Date.now();
  await lab.killHost(host);
  const {takeover, again} = await until(
    `run ${run}: a new leader, and messages for it`,
    () => {
      if (!lab.lastLook) return undefined;
      const found = lastTakeover(
        openCluster(lab.lastLook, {
          messages: async () => [],
          brokerConfigs: async () => undefined,
          look: async () => lab.look(),
          pause: async () => {},
        }),
        topic,
        since,
      );
      if (found?.ledAt === undefined || found.gaveUpAt === undefined || found.shrunkAt === undefined)
        return undefined;
      const {ledAt} = found;
      const first = produced().messages.find(({at}) => at >= ledAt - 250);
      return first && {takeover: found as Required<Takeover>, again: Math.max(first.at, ledAt)};
    },
    () =>
      (lab.lastLook?.changes ?? [])
        .slice(-20)
        .map((change) => JSON.stringify(change))
        .join('\n'),
  );
  // A few more, which the new leader alone has answered for.
  const before = produced().messages.length;
  await until(`run ${run}: the producer goes on`, () =>
    produced().messages.length > before + 20 ? true : undefined,
  );
  await type(lab, {terminal: 'producer', how: 'keys', lines: ['ctrl-c']});
  const {messages, startedAt} = produced();
  const missing = missingOf(messages, await observer.messages(topic, 1_000_000), startedAt);
  await lab.startHost(host);
  const command = startCommand(host, needs) ?? '';
  await lab.startServers([{terminal: host, command}], () => {}, AbortSignal.timeout(patience));
  const {killedAt, leader, ledAt, gaveUpAt, shrunkAt} = takeover;
  return {
    run,
    killed,
    wasController: ready.controller === killed,
    leader: leader ?? -1,
    detected: (gaveUpAt ?? 0) - killedAt,
    led: (ledAt ?? 0) - killedAt,
    isrShrunk: (shrunkAt ?? 0) - killedAt,
    writesAgain: again - killedAt,
    acknowledged: messages.length,
    stored: messages.length - missing.length,
    lost: missing.length,
  };
}

async function type(
  lab: LessonLab,
  block: Pick<RunnableBlock, 'terminal' | 'lines'> & Partial<RunnableBlock>,
): Promise<void> {
  const whole = {how: 'bash', stays: false, readiness: undefined, line: 0, ...block} as const;
  const {signal} = new AbortController();
  const result = await lab.runBlock(whole, {show: () => {}, typingPace: 0, signal});
  if (result.type === 'failed') throw new Error(result.reason);
}

async function until<T>(
  condition: string,
  look: () => T | undefined,
  explain: () => string = () => '',
): Promise<T> {
  const limit = performance.now() + patience;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > limit)
      throw new Error(`${condition}: not within ${patience / 1000} s\n${explain()}`);
    await delay(50);
  }
}

async function report(all: readonly Failover[], wrong: readonly string[]): Promise<void> {
  const stages = ['detected', 'led', 'isrShrunk', 'writesAgain'] as const;
  const summary = Object.fromEntries(
    stages.map((stage) => {
      const times = all.map((run) => run[stage]);
      const figures = {
        min: Math.min(...times),
        median: median(times),
        p95: quantile(times, 0.95),
        max: Math.max(...times),
      };
      return [stage, figures] as const;
    }),
  );
  const sum = (name: 'acknowledged' | 'stored' | 'lost') => all.reduce((total, run) => total + run[name], 0);
  await mkdir(values.results, {recursive: true});
  const file = path.join(
    values.results,
    `failover-${mode === 'zookeeper' ? '' : `${mode}-`}${runtimeName}.json`,
  );
  const facts = {
    version: 1,
    status: wrong.length === 0 ? 'pass' : 'fail',
    runtime: runtimeName,
    mode,
    finishedAt: new Date().toISOString(),
    processors: os.cpus().length,
    load: os.loadavg()[0],
    sessionSeconds: zookeeperSessionSeconds,
    longestWithoutLeader,
    acknowledged: sum('acknowledged'),
    stored: sum('stored'),
    lost: sum('lost'),
    milliseconds: summary,
    failures: wrong,
    runs: all,
  };
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`);
  console.log(
    `\n${'since the kill'.padEnd(16)}${['min', 'median', 'p95', 'max'].map((word) => word.padStart(9)).join('')}`,
  );
  for (const [stage, figures] of Object.entries(summary)) {
    console.log(
      stage.padEnd(16) +
        Object.values(figures)
          .map((time) => seconds(time).padStart(9))
          .join(''),
    );
  }
  console.log(`${facts.acknowledged} acknowledged, ${facts.stored} of them stored, ${facts.lost} lost`);
  for (const failure of wrong) console.error(failure);
  console.log(path.relative(process.cwd(), file));
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
