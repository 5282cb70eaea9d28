import {statSync} from 'node:fs';
import {registerHooks, stripTypeScriptTypes} from 'node:module';
import {pathToFileURL} from 'node:url';
import {Worker} from 'node:worker_threads';
import type {Check, CheckContext, CheckHost} from './api.ts';
import type {CheckInput, CheckQuestion, FromCheckProcess, ToCheckProcess} from './check-messages.ts';
import {openCluster} from './cluster.ts';
import {openTerminals} from './terminals.ts';
import type {Verdict} from './verdict.ts';

/**
 * The process checks run in: it loads a check, hands it what the app saw, and sends the verdict back.
 * `apiUrl` is what `kafka-lessons/check` resolves to, wherever the lesson lies.
 */
export function serveChecks(apiUrl: string): void {
  endWithTheApp();
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
      return {format: 'module', shortCircuit: true, source: stripTypeScriptTypes(String(loaded.source))};
    },
  });
  process.on('message', (message: ToCheckProcess) => {
    if (message.type === 'run')
      void runCheck(message.path, message.input).then((verdict) => send({type: 'verdict', verdict}));
    else settle(message);
  });
  send({type: 'ready'});
}

async function runCheck(path: string, input: CheckInput): Promise<Verdict> {
  try {
    const module = (await import(`${pathToFileURL(path).href}?v=${statSync(path).mtimeMs}`)) as {
      default?: unknown;
    };
    if (typeof module.default !== 'function') {
      return {type: 'broken', reason: 'the check file has no default export made with defineCheck'};
    }

    return asVerdict(await (module.default as Check)(openContext(input)));
  } catch (error) {
    return {type: 'broken', reason: 'the check threw an error', detail: describeError(error)};
  }
}

function openContext(input: CheckInput): CheckContext {
  return {
    cluster: openCluster(
      input.cluster,
      async (topic, limit) => ask({type: 'messages', topic, limit}) as never,
    ),
    terminals: openTerminals(input.terminals),
    step: input.step,
    host: (name): CheckHost => ({
      state: input.hosts[name] ?? 'absent',
      exec: async (command) => ask({type: 'exec', host: name, command}) as never,
      readFile: async (file) =>
        (await ask({type: 'read-file', host: name, path: file})) as string | undefined,
    }),
  };
}

function asVerdict(value: unknown): Verdict {
  const type = (value as {type?: unknown} | undefined)?.type;
  const verdict = value as Verdict;
  const isWhole =
    type === 'waiting' ||
    (verdict?.type === 'passed' && typeof verdict.evidence === 'string' && verdict.evidence !== '') ||
    (verdict?.type === 'failed' && typeof verdict.message === 'string' && verdict.message !== '');
  if (isWhole) return verdict;
  return {
    type: 'broken',
    reason: 'the check returned no verdict; expected waiting(), passed(evidence) or failed(message)',
    detail: String(JSON.stringify(value)).slice(0, 500),
  };
}

function describeError(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : `thrown: ${String(JSON.stringify(error) ?? error)}`;
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

function send(message: FromCheckProcess): void {
  process.send?.(message);
}

/**
 * A check that loops without end never sees the app's channel close. A thread waits for the end of a pipe the app
 * holds (descriptor 4) and ends the process when the app is gone, in whatever way it went.
 */
function endWithTheApp(): void {
  const watch = `
    const {readSync} = require('node:fs');
    try { while (readSync(4, Buffer.alloc(1)) > 0); } catch {}
    process.kill(process.pid, 'SIGKILL');
  `;
  new Worker(watch, {eval: true}).unref();
}

function hideTypeStrippingWarning(): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
