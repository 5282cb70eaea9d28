import {createHash} from 'node:crypto';
import type {HostName, Lesson} from '../../course/lesson.ts';
import type {Lab, LabFile} from '../../lab/lab.ts';

export interface FileSaverParts {
  readonly lesson: Lesson;
  readonly lab: Lab;
  /** What the lesson lays into its hosts' folders. */
  readonly files: readonly LabFile[];
  readonly now: () => number;
  /** Called when what the learner had at `path` lies beside it now, as `beside`. */
  readonly onKept: (path: string, beside: string) => void;
}

/**
 * Saves standard input. The hashes of what lessons themselves save there are known: everything else is kept. An
 * interrupted write leaves the old file.
 */
const saveScript = `
set -e
folder=$(dirname "$FILE")
mkdir -p "$folder"
if [ -e "$FILE" ]; then
  has() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi <"$1" | cut -d ' ' -f 1; }
  case " $KNOWN " in
    *" $(has "$FILE") "*) ;;
    *) cp -p "$FILE" "$BESIDE" && echo kept ;;
  esac
fi
cat >"$folder/.saving-$$"
if [ -x "$FILE" ]; then chmod +x "$folder/.saving-$$"; fi
mv "$folder/.saving-$$" "$FILE"
`;

/** Saves a lesson's texts on its hosts. What is there and is neither the lesson's nor this text is the learner's. */
export class FileSaver {
  readonly #parts: FileSaverParts;

  constructor(parts: FileSaverParts) {
    this.#parts = parts;
  }

  /** Gives why it could not be saved. */
  async save(host: HostName, path: string, text: string): Promise<string | undefined> {
    const {lab, now, onKept} = this.#parts;
    const beside = pathBeside(path, now());
    const {exitCode, output} = await lab.exec(host, saveScript, {
      timeLimit: 10_000,
      environment: {FILE: path, BESIDE: beside, KNOWN: this.#knownTexts(path).map(sha256).join(' ')},
      input: text,
    });
    if (exitCode === 0 && output.trim() === 'kept') onKept(path, beside);
    return exitCode === 0 ? undefined : output.trim() || 'the host did not answer';
  }

  /** Everything the lesson itself lays or saves at that path. */
  #knownTexts(path: string): readonly string[] {
    const {lesson, files} = this.#parts;
    const blocks = lesson.steps.flatMap(({setup, solution, runnable}) => [
      ...setup,
      ...solution,
      ...runnable,
    ]);
    return [
      ...files.filter((file) => file.path === path).map(({content}) => content),
      ...blocks.filter((block) => block.path === path).map(({lines}) => `${lines.join('\n')}\n`),
    ];
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `producer.ts` becomes `producer.before-2030-01-31-09-30-00.ts`. */
function pathBeside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-').replace('T', '-');
  return path.replace(/(\.[^./]*)?$/, `.before-${stamp}$1`);
}
