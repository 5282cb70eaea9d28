import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

const source = path.resolve(import.meta.dirname, '../../src');

/** What each folder may import besides itself: one way only. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  course: [],
  terminal: ['course'],
  observer: ['course', 'lab'],
  lab: ['course', 'terminal'],
  checks: ['course', 'lab', 'observer', 'terminal'],
  session: ['course', 'checks', 'lab', 'observer', 'terminal'],
  home: ['session'],
  doctor: ['course', 'home', 'lab', 'session', 'terminal'],
  ui: ['session', 'checks', 'course', 'lab', 'terminal'],
  plain: ['ui', 'session', 'checks', 'course', 'lab', 'terminal'],
};

/** What decides is tested with literals: it touches no files, processes, sockets or timers. */
const pure = [
  /^session\/(reduce|reduced|places|judging|tabs|typed-for-learner|permitted|refusal-words|blocks-done|dialog|steps-to-rebuild|left-running|progress|session-state|session-event|session-effect)\.ts$/,
  /^course\/(lesson|parse-lesson|page-limits|nearest|runnable-block|front-matter|search-course)\.ts$/,
  /^checks\/(verdict|cluster|timeline|terminals|common-mistake|api)\.ts$/,
  /^observer\/cluster-(snapshot|changes|history)\.ts$/,
  /^doctor\/(finding|verdict|judge-[a-z]+)\.ts$/,
  /^plain\/(plain-action|plain-changes|plain-page|terminal-echo)\.ts$/,
  /^ui\/(dialog-key|dialog-lines|keys-lines|mouse|layout|fit|foot-line|lesson-key|lesson-page|lesson-pane|pane-lines|task-lines|question-lines|step-list|step-rows|course-words|paint|screen-lines|tab-line|terminal-lines|verdict-lines)\.ts$/,
];

interface Import {
  readonly from: string;
  /** A file of ours relative to `src`, or the name of a package. */
  readonly to: string;
}

const files = readdirSync(source, {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)));
const imports = files.flatMap(readImports);

function readImports(file: string): readonly Import[] {
  const text = readFileSync(path.join(source, file), 'utf8');
  const specifiers = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier ?? '',
  );
  return specifiers.map((specifier) => {
    const isOurs = specifier.startsWith('.');
    return {
      from: file,
      to: isOurs ? path.relative(source, path.resolve(source, path.dirname(file), specifier)) : specifier,
    };
  });
}

function folderOf(file: string): string | undefined {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined;
}

describe('imports', () => {
  it('are found at all', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('point one way between the folders', () => {
    const wrong = imports.filter(({from, to}) => {
      const folder = folderOf(from);
      const target = to.endsWith('.ts') || to.endsWith('.tsx') ? (folderOf(to) ?? 'src') : undefined;
      if (folder === undefined || target === undefined || target === folder || folder === 'cli') return false;
      return !allowed[folder]?.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it('keep the deciding core free of the machine', () => {
    const wrong = imports.filter(
      ({from, to}) => pure.some((pattern) => pattern.test(from)) && to.startsWith('node:'),
    );
    expect(wrong).toEqual([]);
  });

  it('leave the screen nothing but drawing and a stream of keys', () => {
    const wrong = imports.filter(
      ({from, to}) => from.startsWith('ui/') && to.startsWith('node:') && to !== 'node:stream',
    );
    expect(wrong).toEqual([]);
  });

  it('let only the command line and the composition root join the edges', () => {
    const wrong = imports.filter(
      ({from, to}) => to === 'compose.ts' && folderOf(from) !== 'cli' && from !== 'main.ts',
    );
    expect(wrong).toEqual([]);
  });

  it('leave the launcher without a dependency', () => {
    const wrong = imports.filter(
      ({from, to}) =>
        (from.startsWith('launcher') || from === 'terminal/restore-terminal.ts') &&
        !to.startsWith('node:') &&
        !['main.ts', 'launcher-supervise.ts', 'terminal/restore-terminal.ts'].includes(to),
    );
    expect(wrong).toEqual([]);
  });

  it('leave what is known of servers to src/lab/servers', () => {
    const known = /'kafka\.Kafka'|QuorumPeerMain|meta\.properties'|'config\/(server|zookeeper)\.properties'/;
    const wrong = files
      .filter((file) => !file.startsWith('lab/servers/'))
      .filter((file) => known.test(readFileSync(path.join(source, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('leave what is known of a line of Kafka to src/lab/kafka-lines', () => {
    const known = /['"`](3\.9|4\.\d)(\.\d+)?['"`]|apache\/kafka:|log4j|Kafka (3\.9|4\.\d)/;
    const wrong = files
      .filter((file) => !/^lab\/kafka-lines\/|^course\/(lesson|front-matter)\.ts$/.test(file))
      .flatMap((file) =>
        readFileSync(path.join(source, file), 'utf8')
          .split('\n')
          .filter((line) => known.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  it('name no file utils, helpers, common, misc or manager', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|manager)(\/|\.)/.test(file))).toEqual(
      [],
    );
  });
});
