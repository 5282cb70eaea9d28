import type {MistakeBlock} from './front-matter.ts';
import type {Readiness, RunnableBlock} from './lesson.ts';

/** What an info string such as `bash zookeeper stays until="binding to port"` says. */
export interface BlockInfo {
  readonly how: RunnableBlock['how'];
  readonly terminal: string;
  readonly setup: boolean;
  /** `shown`: a command that is meant to fail or is history; nobody types it. */
  readonly shown: boolean;
  readonly stays: boolean;
  readonly readiness: Readiness | undefined;
  /** Of a `file`. */
  readonly path?: string;
}

/** The info string of a fence that names a terminal; undefined for one that is only shown; a sentence when it is malformed. */
export function readBlockInfo(
  language: string | null | undefined,
  meta: string | null | undefined,
): BlockInfo | undefined | string {
  const file = /^\s*([a-z][a-z0-9-]*)\s+file=(\S+)\s*$/.exec(meta ?? '');
  if (file) return readFileInfo(file[1] ?? '', file[2] ?? '');
  if (language !== 'bash' && language !== 'text' && language !== 'keys') return undefined;

  const words = [...(meta ?? '').matchAll(/([a-zA-Z]+)="([^"]*)"|(\S+)/g)];
  const terminal = words[0]?.[3];
  if (terminal === undefined || terminal.includes('=')) return undefined;

  let setup = false;
  let shown = false;
  let stays = false;
  let readiness: Readiness | undefined;
  for (const [word, name, value, bare] of words.slice(1)) {
    if (bare === 'setup') setup = true;
    else if (bare === 'shown') shown = true;
    else if (bare === 'stays') stays = true;
    else if (name === 'until' && value) readiness = {type: 'output', text: value};
    else if (bare?.startsWith('ready=')) {
      readiness = readReady(bare.slice('ready='.length));
      if (!readiness) return `\`${word}\`: expected ready=broker-1, broker-2 or broker-3`;
    } else return `\`${word}\` is not known here; expected setup, shown, stays, until="…" or ready=broker-N`;
  }

  return {how: language, terminal, setup, shown, stays: stays || readiness !== undefined, readiness};
}

/** ```` ```ts workspace file=producer.ts ````: what is to be saved there. */
function readFileInfo(terminal: string, path: string): BlockInfo | string {
  if (!isPathBelow(path)) return `file=${path}: expected a path below the host’s folder, such as producer.ts`;
  return {how: 'file', terminal, path, setup: false, shown: false, stays: false, readiness: undefined};
}

function isPathBelow(path: string): boolean {
  return /^[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(path);
}

export function toRunnable(info: BlockInfo, text: string, line: number): RunnableBlock {
  return {
    how: info.how,
    terminal: info.terminal,
    lines: linesOf(info.how, text),
    ...(info.path === undefined ? {} : {path: info.path}),
    stays: info.stays,
    readiness: info.readiness,
    line,
  };
}

/** A block of `mistakes.yaml`: `{bash: "command", terminal: client}`; a sentence when it is malformed. */
export function readMistakeBlock(block: MistakeBlock): RunnableBlock | string {
  if (block.file !== undefined) return readMistakeFile(block, block.file);
  const given = (['bash', 'text', 'keys'] as const).filter((how) => block[how] !== undefined);
  const [how] = given;
  if (given.length !== 1 || how === undefined) return 'a block has exactly one of bash, text and keys';

  const readiness: Readiness | undefined =
    block.until === undefined
      ? block.ready === undefined
        ? undefined
        : readReady(block.ready)
      : {type: 'output', text: block.until};
  if (block.ready !== undefined && !readiness)
    return `ready: ${block.ready}: expected broker-1, broker-2 or broker-3`;

  return {
    how,
    terminal: block.terminal,
    lines: linesOf(how, block[how] ?? ''),
    stays: block.stays === true || readiness !== undefined,
    readiness,
    line: 0,
  };
}

function readMistakeFile({text, bash, keys, terminal}: MistakeBlock, path: string): RunnableBlock | string {
  if (text === undefined || bash !== undefined || keys !== undefined)
    return 'a block with a file has the text that is saved there, and nothing else';
  if (!isPathBelow(path)) return `file: ${path}: expected a path below the host’s folder`;
  const lines = linesOf('file', text);
  return {how: 'file', terminal, path, lines, stays: false, readiness: undefined, line: 0};
}

function readReady(text: string): Readiness | undefined {
  const match = /^broker-([123])$/.exec(text);
  return match ? {type: 'broker', id: Number(match[1])} : undefined;
}

function linesOf(how: RunnableBlock['how'], text: string): readonly string[] {
  if (how === 'keys') return text.split(/\s+/).filter((key) => key !== '');

  // A command over several lines is one command: each line that is typed must start and end by itself.
  const whole = how === 'bash' ? text.replace(/[ \t]*\\\n[ \t]*/g, ' ') : text;
  return whole.replace(/\n+$/, '').split('\n');
}
