import {setTimeout as delay} from 'node:timers/promises';
import type {Readiness, RunnableBlock} from '../course/lesson.ts';
import {serverRoles} from '../lab/servers/server-roles.ts';
import type {ClusterSnapshot} from '../observer/cluster-snapshot.ts';
import {keyBytes} from '../terminal/key-bytes.ts';
import type {LabTerminal} from '../terminal/lab-terminal.ts';
import type {RecordingEvent} from '../terminal/recording.ts';
import {watchEcho} from './watch-echo.ts';

export interface BlockStage {
  terminal(name: string): LabTerminal;
  /** Saves a text as a file of the terminal's host, as an editor does it. Gives why it could not. */
  saveFile(terminal: string, path: string, text: string): Promise<string | undefined>;
  /** Resolves with the first snapshot that fulfils the condition, of a look that begins after this call. */
  untilCluster(condition: (snapshot: ClusterSnapshot) => boolean, signal: AbortSignal): Promise<unknown>;
  /** Called before each terminal is typed into, so that the learner can be shown it. */
  show(terminal: string): void;
  /** Milliseconds between two typed characters: 0 types at once. */
  readonly typingPace: number;
  /** The last Enter of a text is the learner's own to press. */
  readonly leavesLastEnter?: boolean;
}

/** What became of a typed block. `failed` names the condition that did not come true. */
export type BlockResult =
  | {readonly type: 'done'; readonly exitCode: number | undefined}
  | {readonly type: 'failed'; readonly reason: string};

/** Milliseconds one line of a block may take until its command ends or its program is ready. */
const patience = 60_000;

/** Milliseconds a program may take to ask for the next line of a text. */
const promptPatience = 2000;

/** Milliseconds after which Ctrl-C is pressed again where it ended nothing. */
const pressAgainAfter = 3000;

class BlockFailure extends Error {
  override readonly name = 'BlockFailure';
}

/** Types a block into its terminal as a person would: one line, then waiting for what that line is to bring about. */
export async function runBlock(
  block: RunnableBlock,
  stage: BlockStage,
  signal: AbortSignal,
): Promise<BlockResult> {
  const terminal = stage.terminal(block.terminal);
  stage.show(block.terminal);
  try {
    if (block.how === 'file') return await saveFile(block, stage);
    if (block.how === 'text') return await typeIntoProgram(block, terminal, stage, signal);
    if (block.how === 'keys') return await pressKeys(block, terminal, signal);
    return await typeCommands(block, terminal, stage, signal);
  } catch (error) {
    if (error instanceof BlockFailure) return {type: 'failed', reason: error.message};
    throw error;
  }
}

async function saveFile(
  {terminal, path = '', lines}: RunnableBlock,
  stage: BlockStage,
): Promise<BlockResult> {
  const trouble = await stage.saveFile(terminal, path, `${lines.join('\n')}\n`);
  return trouble === undefined
    ? {type: 'done', exitCode: 0}
    : {type: 'failed', reason: `${path} could not be saved: ${trouble}`};
}

async function typeCommands(
  block: RunnableBlock,
  terminal: LabTerminal,
  stage: BlockStage,
  signal: AbortSignal,
): Promise<BlockResult> {
  const {name} = terminal.place;
  let exitCode: number | undefined;
  for (const [index, line] of block.lines.entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const stays = block.stays && index === block.lines.length - 1;
    if (stays && terminal.runningCommand?.trim() === line.trim()) {
      // The server runs already: to start it a second time would only fail.
      continue;
    }
    await freeShell(terminal, signal);
    const started = terminal.recording.record().commands.at(-1)?.id ?? 0;
    const ready =
      stays && block.readiness
        ? waitUntilReady(block.readiness, terminal, started, stage, signal)
        : undefined;
    // Whatever happens to the typing first, this promise must not count as unhandled.
    ready?.catch(() => {});
    await type(terminal, line, stage.typingPace, signal);
    terminal.write('\r');
    await waitFor(terminal, `${name}: \`${line}\` did not start`, signal, () => lastId(terminal) > started);
    if (stays) {
      await ready;
      exitCode = undefined;
    } else {
      await waitFor(
        terminal,
        `${name}: \`${line}\` did not end`,
        signal,
        () => terminal.recording.record().commands.at(-1)?.endedAt !== undefined,
      );
      exitCode = terminal.recording.record().commands.at(-1)?.exitCode;
      await waitFor(
        terminal,
        `${name}: no prompt after \`${line}\``,
        signal,
        () => terminal.isAtPrompt || terminal.state !== 'open',
      );
    }
  }

  return {type: 'done', exitCode};
}

const startScripts = serverRoles.map(({startScript}) => startScript).join('|');
const serverStart = new RegExp(`(^|[;&]\\s*)\\s*(\\S*/)?(${startScripts})(\\.sh)?\\s`);

/** A command that starts a server. `clear; bin/kafka-server-start.sh …` is one, too; the name in a text is none. */
export function startsServer(command: string): boolean {
  return serverStart.test(command);
}

/** A shell that is busy with something is freed as a person would: Ctrl-C. A server is not ended on the way. */
async function freeShell(terminal: LabTerminal, signal: AbortSignal): Promise<void> {
  const {name} = terminal.place;
  await waitFor(
    terminal,
    `${name}: no shell`,
    signal,
    () => terminal.isAtPrompt || terminal.runningCommand !== undefined,
  );
  if (!terminal.isAtPrompt) {
    const running = terminal.runningCommand?.trim() ?? '';
    if (startsServer(running))
      throw new BlockFailure(
        `\`${running}\` runs in ${name}; end it there yourself (Ctrl-C), then try again`,
      );
    const reason = `${name}: busy with \`${terminal.runningCommand}\`, and Ctrl-C did not end it`;
    await interrupt(terminal, reason, signal, () => terminal.isAtPrompt);
  } else {
    // Ctrl-U: what somebody began to type there is not part of the command.
    terminal.write('\x15');
  }
}

/**
 * Presses Ctrl-C until the shell is back. Between the mark of a command and its program's start bash takes the key for
 * itself, and the program never hears of it: a person presses again.
 */
async function interrupt(
  terminal: LabTerminal,
  reason: string,
  signal: AbortSignal,
  isOver: () => boolean,
): Promise<void> {
  const press = () => terminal.write('\x03');
  press();
  const again = setInterval(press, pressAgainAfter);
  try {
    await waitFor(terminal, reason, signal, isOver);
  } finally {
    clearInterval(again);
  }
}

/** Nothing runs in it, or no shell is there that could run something. */
function isFree(terminal: LabTerminal): boolean {
  return terminal.isAtPrompt || terminal.state !== 'open';
}

async function typeIntoProgram(
  block: RunnableBlock,
  terminal: LabTerminal,
  stage: BlockStage,
  signal: AbortSignal,
): Promise<BlockResult> {
  const {name} = terminal.place;
  if (terminal.runningCommand === undefined)
    throw new BlockFailure(`${name}: no program runs there to type \`${block.lines[0] ?? ''}\` into`);
  const prompt = lastPrinted(terminal);
  for (const [index, line] of block.lines.entries()) {
    // A prompt that is printed while the next line is typed stands in the middle of it.
    if (index > 0 && prompt !== '') await promptAgain(terminal, prompt, signal);
    const echoed = waitForEcho(terminal, line, `${name}: \`${line}\` was typed and not echoed`, signal);
    echoed.catch(() => {});
    await type(terminal, line, stage.typingPace, signal);
    await echoed;
    if (index < block.lines.length - 1 || !stage.leavesLastEnter) terminal.write('\r');
  }

  return {type: 'done', exitCode: undefined};
}

/** The line the program's cursor stands in: its prompt, where it has one. */
function lastPrinted(terminal: LabTerminal): string {
  const output = terminal.recording.record().commands.at(-1)?.output ?? '';
  return output.slice(output.lastIndexOf('\n') + 1);
}

/** Resolves when the program asks for the next line; a warning may stand behind its prompt, so not later than in a while. */
async function promptAgain(terminal: LabTerminal, prompt: string, signal: AbortSignal): Promise<void> {
  const waited = new AbortController();
  const both = AbortSignal.any([signal, waited.signal]);
  try {
    await Promise.race([
      waitFor(terminal, 'no prompt', both, () => lastPrinted(terminal) === prompt),
      delay(promptPatience, undefined, {signal: both}),
    ]);
  } finally {
    waited.abort();
  }
}

async function pressKeys(
  block: RunnableBlock,
  terminal: LabTerminal,
  signal: AbortSignal,
): Promise<BlockResult> {
  const {name} = terminal.place;
  for (const key of block.lines) {
    const bytes = keyBytes(key);
    if (bytes === undefined)
      throw new BlockFailure(`\`${key}\` is no key; expected ctrl-c, enter, tab, up …`);
    const wasRunning = terminal.runningCommand;
    const endsProgram = ['ctrl-c', 'ctrl-d', 'ctrl-z'].includes(key);
    // With nothing to end, Ctrl-D would end the shell itself.
    if (endsProgram && wasRunning === undefined) continue;
    const reason = `${name}: ${key} did not end \`${wasRunning}\``;
    if (key === 'ctrl-c') {
      await interrupt(terminal, reason, signal, () => isFree(terminal));
      continue;
    }
    terminal.write(bytes);
    if (endsProgram) await waitFor(terminal, reason, signal, () => isFree(terminal));
  }

  return {type: 'done', exitCode: undefined};
}

async function type(terminal: LabTerminal, text: string, pace: number, signal: AbortSignal): Promise<void> {
  if (pace === 0) {
    terminal.write(text);
    return;
  }
  for (const character of text) {
    terminal.write(character);
    await delay(pace, undefined, {signal});
  }
}

async function waitUntilReady(
  readiness: Readiness,
  terminal: LabTerminal,
  after: number,
  stage: BlockStage,
  signal: AbortSignal,
): Promise<void> {
  const {name} = terminal.place;
  const started = () => terminal.recording.record().commands.at(-1);
  const condition =
    readiness.type === 'output'
      ? `\`${readiness.text}\` was not printed`
      : `broker ${readiness.id} did not register`;
  const waited = new AbortController();
  const both = AbortSignal.any([signal, waited.signal]);
  const isOver = () => {
    const command = started();
    return command !== undefined && command.id > after && command.endedAt !== undefined;
  };
  try {
    await Promise.race([
      readiness.type === 'output'
        ? waitFor(terminal, `${name}: ${condition}`, both, () => {
            const command = started();
            return command !== undefined && command.id > after && command.output.includes(readiness.text);
          })
        : Promise.race([
            // One that was killed counts as registered for a while; it does not answer.
            stage.untilCluster(
              ({brokers}) => brokers.some(({id, answers}) => id === readiness.id && answers),
              both,
            ),
            failAfter(`${name}: ${condition} within ${patience / 1000} s`, both),
          ]),
      waitFor(terminal, `${name}: ${condition}`, both, isOver).then(() => {
        // Both may become true in the same moment, when a program prints its line and ends.
        if (readiness.type === 'output' && started()?.output.includes(readiness.text)) return;
        throw new BlockFailure(
          `${name}: the program ended before ${condition.replace(' was not', ' was').replace(' did not register', ' registered')}`,
        );
      }),
    ]);
  } finally {
    waited.abort();
  }
}

async function failAfter(reason: string, signal: AbortSignal): Promise<never> {
  await delay(patience, undefined, {signal});
  throw new BlockFailure(reason);
}

async function waitForEcho(
  terminal: LabTerminal,
  line: string,
  reason: string,
  signal: AbortSignal,
): Promise<void> {
  const isEchoed = watchEcho(line);
  await waitFor(terminal, reason, signal, (event) => isEchoed(event?.type === 'output' ? event.text : ''));
}

/** Resolves when the condition holds, looked at now and at everything that happens in the terminal. */
async function waitFor(
  terminal: LabTerminal,
  reason: string,
  signal: AbortSignal,
  condition: (event?: RecordingEvent) => boolean,
): Promise<void> {
  signal.throwIfAborted();
  if (condition()) return;
  await new Promise<void>((resolve, reject) => {
    const stop = terminal.recording.subscribe((event) => {
      if (condition(event)) settle(resolve);
    });
    const timer = setTimeout(
      () => settle(() => reject(new BlockFailure(`${reason} within ${patience / 1000} s`))),
      patience,
    );
    const abort = () => settle(() => reject(signal.reason));
    signal.addEventListener('abort', abort, {once: true});
    function settle(finish: () => void): void {
      stop();
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      finish();
    }
  });
}

function lastId(terminal: LabTerminal): number {
  return terminal.recording.record().commands.at(-1)?.id ?? 0;
}
