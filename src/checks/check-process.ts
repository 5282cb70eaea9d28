import childProcess from 'node:child_process';
import {subscribe} from 'node:diagnostics_channel';
import {registerHooks, stripTypeScriptTypes, syncBuiltinESMExports} from 'node:module';
import {basename} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import {inspect} from 'node:util';
import {Worker} from 'node:worker_threads';
import type {Check, CheckContext, CheckHost} from './api.ts';
import {
  type CheckInput,
  type CheckQuestion,
  childMarkVariable,
  type FromCheckProcess,
  type ToCheckProcess,
} from './check-messages.ts';
import {openCluster} from './cluster.ts';
import {openTerminals} from './terminals.ts';
import {readVerdict, type Verdict} from './verdict.ts';
import {watchProgram} from './watch-program.ts';

/**
 * The process checks run in: it loads a check, hands it what the app saw, and sends the verdict back.
 * `apiUrl` is what `kafka-lessons/check` resolves to, wherever the lesson lies.
 */
export function serveChecks(apiUrl: string): void {
  endWithTheApp();
  markChildren();
  printAtOnce();
  hideTypeStrippingWarning();
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'kafka-lessons/check'
        ? {url: apiUrl, format: 'module', shortCircuit: true}
        : next(specifier, context),
    // Node strips no types below node_modules, and that is where an installed course lies.
    load: (url, context, next) => {
      if (!/\.ts(\?|$)/.test(url) || url === apiUrl) return next(url, context);
      const loaded = next(url, {...context, format: 'module'});
      return {
        format: 'module',
        shortCircuit: true,
        source: stripTypeScriptTypes(String(loaded.source), {sourceUrl: url}),
      };
    },
  });
  let running: Extract<ToCheckProcess, {type: 'run'}> | undefined;
  process.on('message', (message: ToCheckProcess) => {
    if (message.type !== 'run') {
      settle(message);
      return;
    }
    running = message;
    void runCheck(message).then((verdict) => send({type: 'verdict', run: message.run, verdict}));
  });
  // What nobody waits for: a promise that is rejected, a timer that throws.
  process.on('uncaughtException', (error) => {
    const detail = describeError(error, running?.path ?? '');
    const verdict = {type: 'broken', reason: 'the check threw an error nobody waited for', detail} as const;
    send({type: 'verdict', run: running?.run ?? 0, verdict}, () => process.exit(1));
  });
  send({type: 'ready'});
}

async function runCheck({path, input}: Extract<ToCheckProcess, {type: 'run'}>): Promise<Verdict> {
  try {
    const module = (await import(pathToFileURL(path).href)) as {default?: unknown};
    if (typeof module.default !== 'function')
      return {type: 'broken', reason: 'the check file has no default export made with defineCheck'};

    return asVerdict(await (module.default as Check)(openContext(input)));
  } catch (error) {
    return {type: 'broken', reason: 'the check threw an error', detail: describeError(error, path)};
  }
}

/** Milliseconds. */
const betweenLooks = 150;

function openContext(input: CheckInput): CheckContext {
  return {
    cluster: openCluster(input, {
      messages: async (topic, limit) => ask({type: 'messages', topic, limit}) as never,
      look: async () => ask({type: 'look'}) as never,
      pause: async () => wait(betweenLooks),
      brokerConfigs: async (broker) => ask({type: 'broker-configs', broker}) as never,
    }),
    terminals: openTerminals(input.terminals),
    step: input.step,
    host: (name): CheckHost => ({
      state: input.hosts[name] ?? 'absent',
      exec: async (command) => ask({type: 'exec', host: name, command}) as never,
      run: async (command, {environment = {}, timeLimit = 20_000} = {}) => {
        const program = await ask({type: 'run', host: name, command, environment, timeLimit});
        return watchProgram(program as number, ask);
      },
      readFile: async (file) =>
        (await ask({type: 'read-file', host: name, path: file})) as string | undefined,
    }),
  };
}

function asVerdict(value: unknown): Verdict {
  return (
    readVerdict(value) ?? {
      type: 'broken',
      reason: 'the check returned no verdict; expected waiting(), passed(evidence) or failed(message)',
      detail: inspect(value, {depth: 2}).slice(0, 500),
    }
  );
}

/** The words of an error and where in the check it was thrown: `TypeError: … (create-topic.ts:5:9)`. */
function describeError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `thrown: ${inspect(error)}`.slice(0, 2000);
  const place = error.stack?.split('\n').find((line) => line.includes(pathToFileURL(path).href));
  const position = /:(\d+(?::\d+)?)\)?$/.exec(place ?? '')?.[1];
  const words = `${error.name}: ${error.message}`.slice(0, 2000);
  return position === undefined ? words : `${words} (${basename(path)}:${position})`;
}

let nextId = 1;
const pending = new Map<number, {resolve: (value: unknown) => void; reject: (error: Error) => void}>();

async function ask(question: CheckQuestion): Promise<unknown> {
  const id = nextId;
  nextId += 1;
  send({type: 'ask', id, question});
  return new Promise((resolve, reject) => {
    pending.set(id, {resolve, reject});
  });
}

function settle(message: Exclude<ToCheckProcess, {type: 'run'}>): void {
  const question = pending.get(message.id);
  pending.delete(message.id);
  if (message.type === 'answer') question?.resolve(message.value ?? undefined);
  else question?.reject(new Error(message.message));
}

function send(message: FromCheckProcess, sent?: () => void): void {
  process.send?.(message, undefined, undefined, sent);
}

/**
 * A check that loops without end never sees the app's channel close. A thread waits for the end of a pipe the app
 * holds (descriptor 4) and ends the process, with its children, when the app is gone, in whatever way it went.
 * It must not block: a process waits for its threads when it exits.
 */
function endWithTheApp(): void {
  const watch = `
    const {Socket} = require('node:net');
    // The whole group, which this process leads: what a check started goes with it.
    const end = () => process.kill(-process.pid, 'SIGKILL');
    new Socket({fd: 4}).on('end', end).on('error', end).resume();
  `;
  new Worker(watch, {eval: true}).unref();
}

/** What a check starts is known by a variable of its environment, wherever it goes. */
function markChildren(): void {
  const [name, value] = process.env[childMarkVariable]?.split(' ') ?? [];
  delete process.env[childMarkVariable];
  if (name === undefined || value === undefined) return;
  process.env[name] = value;
  const tell = () => send({type: 'started'});
  subscribe('child_process', tell);
  // Node tells of no program that is waited for, and a shell may leave others behind: `execSync('sleep 9 &')`.
  for (const wait of ['spawnSync', 'execSync', 'execFileSync'] as const) {
    const original = childProcess[wait] as (...words: unknown[]) => unknown;
    Object.assign(childProcess, {
      [wait]: (...words: unknown[]) => {
        tell();
        return original(...words);
      },
    });
  }
  syncBuiltinESMExports();
}

/** A check that prints in a loop would else pile up in memory what the app never gets to see and to count. */
function printAtOnce(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const {_handle: handle} = stream as unknown as {_handle?: {setBlocking?(on: boolean): void}};
    handle?.setBlocking?.(true);
  }
}

function hideTypeStrippingWarning(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
