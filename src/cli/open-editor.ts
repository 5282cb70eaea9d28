import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';

/** Gives the learner's terminal to `run`, and takes it back when that is over. */
export type LendTerminal = (run: () => Promise<void>) => Promise<void>;

export interface EditorWish {
  /** As the learner has set it, with its options: `code --new-window`; empty where nothing is set. */
  readonly editor: string;
  /** Where it can be set. */
  readonly settingsFile: string;
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  /** What the step is about, relative to it. */
  readonly file: string | undefined;
  /** Undefined where there is no terminal to lend. */
  readonly lend: LendTerminal | undefined;
  /** Whether there is a program of that name. */
  readonly isThere: (program: string) => Promise<boolean>;
}

/** Taken where nobody has set one: what most machines have, the friendliest first. */
const usualEditors = ['nano', 'vim', 'vi'];

/**
 * Opens the learner's editor on their folder: one with a window of its own beside the course, any other one on the
 * whole terminal until it ends. Gives what is to be said of it.
 */
export async function openEditor(wish: EditorWish): Promise<string | undefined> {
  const {editor, settingsFile, folder, lend} = wish;
  if (editor.trim() === '') {
    const usual = lend ? await findUsual(wish.isThere) : undefined;
    if (usual !== undefined) {
      const trouble = await openEditor({...wish, editor: usual});
      return (
        trouble ?? `That was ${usual}. A line such as \`editor: code\` in ${settingsFile} takes another one.`
      );
    }
    return `Your programs are in ${folder}. To open them with this key, set EDITOR, or write a line such as \`editor: code\` or \`editor: nano\` into ${settingsFile}.`;
  }
  const window = windowEditors.get(programOf(editor));
  if (window !== undefined) return openWindow(wish, window);
  const file = await fileToOpen(wish);
  if (!lend) return `${editor} needs a terminal of its own. Type there: ${editor} '${file}'`;
  let trouble: string | undefined;
  await lend(async () => {
    trouble = await runInTerminal(editor, folder, file);
  });
  return trouble;
}

async function findUsual(isThere: EditorWish['isThere']): Promise<string | undefined> {
  for (const name of usualEditors) if (await isThere(name)) return name;
  return undefined;
}

/** What editors with a window of their own can be given: the folder with a file in it, or files only. */
const windowEditors: ReadonlyMap<string, 'folder' | 'file'> = new Map([
  ...[
    ...[
      'code',
      'code-insiders',
      'codium',
      'vscodium',
      'cursor',
      'windsurf',
      'zed',
      'zeditor',
      'subl',
      'mate',
    ],
    ...['atom', 'pulsar', 'idea', 'webstorm', 'pstorm', 'phpstorm', 'fleet', 'nova', 'bbedit', 'lapce'],
  ].map((name) => [name, 'folder'] as const),
  ...[
    'gvim',
    'mvim',
    'gedit',
    'gnome-text-editor',
    'kate',
    'kwrite',
    'mousepad',
    'geany',
    'pluma',
    'xed',
  ].map((name) => [name, 'file'] as const),
  ...['open', 'xdg-open'].map((name) => [name, 'file'] as const),
]);

/** `/usr/bin/code --wait` is `code`; a path with a space is quoted, as for the shell. */
function programOf(editor: string): string {
  const [, single, double, bare] = /^\s*(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(editor) ?? [];
  return path.basename(single ?? double ?? bare ?? '').replace(/\.(exe|cmd|sh)$/i, '');
}

/** Milliseconds in which an editor that cannot be started has said so. */
const noticing = 700;

async function openWindow(wish: EditorWish, takes: 'folder' | 'file'): Promise<string> {
  const {editor, folder} = wish;
  const file = await fileToOpen(wish);
  const started = runEditor(editor, takes === 'folder' ? [folder, file] : [file], {
    cwd: folder,
    stdio: 'ignore',
    // It stays when the course ends, and a Ctrl-C here is not meant for it.
    detached: true,
  });
  started.unref();
  const ended = once(started, 'exit').then(([code]) => code as number | null);
  const code = await Promise.race([ended, delay(noticing, undefined, {ref: false})]);
  return code
    ? `\`${editor}\` ended at once (exit code ${code}). Set EDITOR to a command that works. Your programs are in ${folder}.`
    : `Opened in ${programOf(editor)}: ${folder}`;
}

async function runInTerminal(editor: string, folder: string, file: string): Promise<string | undefined> {
  // A key for the editor must not end the course: Ctrl-C comes as a signal where the editor lets it.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  try {
    const [code] = (await once(runEditor(editor, [file], {cwd: folder, stdio: 'inherit'}), 'exit')) as [
      number | null,
    ];
    if (code === 127) return `There is no command \`${editor}\`. Set EDITOR. Your programs are in ${folder}.`;
    return undefined;
  } finally {
    process.off('SIGINT', ignore);
  }
}

/** By the shell, as git does it: what is set may have options and quotes. */
function runEditor(editor: string, files: readonly string[], options: Parameters<typeof spawn>[2]) {
  return spawn('sh', ['-c', `${editor} "$@"`, 'editor', ...files], options);
}

/** The file of the step where there is such, else the first program. */
async function fileToOpen({folder, file}: EditorWish): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const name = names.find((each) => each === file) ?? names.find((each) => each.endsWith('.ts'));
  return name === undefined ? folder : path.join(folder, name);
}
