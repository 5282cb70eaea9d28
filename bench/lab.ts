import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {promisify} from 'node:util';
import {type Admin, Kafka, logLevel} from 'kafkajs';
import {AppOnPty} from './app-on-pty.ts';
import {tickTopic, writeTickCourse} from './tick-course.ts';
import {withFolder} from './with-folder.ts';

export type BenchRuntime = 'local' | 'docker';

/** Milliseconds of each measurement. */
export interface LabTimes {
  /** From the broker's answer that the topic is made until the tick stands on the screen. */
  readonly tick: readonly number[];
  /** The same from the moment the topic was asked for. */
  readonly tickFromRequest: readonly number[];
  /** From a key typed into a terminal until it stands there. */
  readonly echo: readonly number[];
  /** The same while `yes` prints in a tab that is not shown. */
  readonly echoUnderFlood: readonly number[];
}

export interface LabOptions {
  readonly runtime: BenchRuntime;
  readonly ticks: number;
  readonly keys: number;
}

const prefix = '\u0007';
const clientTab = '3';
const floodTab = '4';

/** Opens a lesson in the real app with a real broker, and measures what somebody at the keyboard would feel. */
export async function measureLab({runtime, ticks, keys}: LabOptions): Promise<LabTimes> {
  return withFolder(async (folder) => {
    const course = path.join(folder, 'course');
    const home = path.join(folder, 'home');
    await writeTickCourse(course, ticks);
    const app = new AppOnPty({
      columns: 120,
      rows: 40,
      home: folder,
      arguments: ['--course', course, '--home', home, '--runtime', runtime, 'start', '01-ticks'],
    });
    try {
      await app.sees('Press n to begin');
      app.type('n');
      // The first time Kafka, or the image, may have to be fetched.
      await app.sees(/broker-1 ●/, 300);
      await app.sees('not done yet');
      const {tick, tickFromRequest} = await measureTicks(app, await brokerPort(runtime, home), ticks);
      const echo = await measureEcho(app, keys);
      app.type(`${prefix}${floodTab}`);
      await app.sees(/client\$/);
      app.type('yes\r');
      // On a line of its own, beside the lesson or below it.
      await app.sees(/(^|│)y\s*$/m);
      const echoUnderFlood = await measureEcho(app, keys);
      return {tick, tickFromRequest, echo, echoUnderFlood};
    } finally {
      await app.close();
      if (runtime === 'docker') await removeVolumes(home);
    }
  });
}

async function measureTicks(
  app: AppOnPty,
  port: number,
  ticks: number,
): Promise<Pick<LabTimes, 'tick' | 'tickFromRequest'>> {
  const admin = await connectAdmin(port);
  const tick: number[] = [];
  const tickFromRequest: number[] = [];
  try {
    for (let step = 1; step <= ticks; step += 1) {
      await app.sees(`step ${step} of ${ticks}`);
      // The observer looks every quarter of a second: the topic is to come at any moment of that.
      await delay(500 + Math.random() * 250);
      const asked = performance.now();
      await admin.createTopics({topics: [{topic: tickTopic(step)}], waitForLeaders: false});
      const made = performance.now();
      await app.sees('[✔]');
      tick.push(performance.now() - made);
      tickFromRequest.push(performance.now() - asked);
      if (step < ticks) app.type('n');
    }
  } finally {
    await admin.disconnect();
  }

  return {tick, tickFromRequest};
}

async function connectAdmin(port: number): Promise<Admin> {
  const kafka = new Kafka({
    brokers: ['localhost:9092'],
    logLevel: logLevel.NOTHING,
    // The broker calls itself localhost:9092, which in Docker is another port of this machine.
    socketFactory: ({onConnect}) => net.connect({host: '127.0.0.1', port}, onConnect),
  });
  const admin = kafka.admin();
  await admin.connect();
  return admin;
}

async function brokerPort(runtime: BenchRuntime, home: string): Promise<number> {
  if (runtime === 'local') return 9092;
  const labels = [`kafka-lessons.home=${await homeId(home)}`, 'kafka-lessons.host=pod'];
  const pod = await docker('ps', '--quiet', ...labels.flatMap((label) => ['--filter', `label=${label}`]));
  const published = await docker('port', pod, '9092/tcp');
  return Number(published.split(':').at(-1));
}

/** The app keeps a lesson's data when it is quit; nobody comes back to this one. */
async function removeVolumes(home: string): Promise<void> {
  const label = `label=kafka-lessons.home=${await homeId(home)}`;
  const names = await docker('volume', 'ls', '--quiet', '--filter', label);
  if (names !== '') await docker('volume', 'rm', ...names.split('\n'));
}

async function homeId(home: string): Promise<string> {
  return (await readFile(path.join(home, 'home-id'), 'utf8')).trim();
}

async function docker(...words: readonly string[]): Promise<string> {
  const {stdout} = await promisify(execFile)('docker', words);
  return stdout.trim();
}

/** Types letters into the client's terminal, each when the one before is there, and wipes the line now and then. */
async function measureEcho(app: AppOnPty, keys: number): Promise<readonly number[]> {
  app.type(`${prefix}${clientTab}`);
  await app.sees(/client\$\s*$/m);
  const times: number[] = [];
  let typed = '';
  for (let key = 0; key < keys; key += 1) {
    await delay(40 + Math.random() * 40);
    const letter = String.fromCharCode(97 + (key % 26));
    const began = performance.now();
    app.type(letter);
    typed += letter;
    await app.sees(`client$ ${typed}`);
    times.push(performance.now() - began);
    if (typed.length < 26) continue;
    app.type('\u0015');
    await app.sees(/client\$\s*$/m);
    typed = '';
  }

  app.type('\u0015');
  return times;
}
