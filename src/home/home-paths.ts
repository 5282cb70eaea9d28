import {createHash} from 'node:crypto';
import {homedir} from 'node:os';
import path from 'node:path';

export interface HomePaths {
  /** The folder everything of a learner lies in. */
  readonly home: string;
  readonly homeIdFile: string;
  readonly progressFile: string;
  readonly labs: string;
  /** The learner's own programs, a folder for each lesson that has such. */
  readonly workspaces: string;
  readonly socket: string;
  /** Shared by all homes of a person: what can be fetched again. */
  readonly cache: string;
}

/** Longest path a Unix socket can have (macOS; Linux takes four bytes more). */
const longestSocketPath = 103;

/**
 * XDG folders on every system: the folder macOS means for this has a space in its name, which Kafka's own
 * scripts do not survive.
 */
export function findHome(
  given: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): HomePaths {
  const state = environment['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state');
  const cache = environment['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  const home = path.resolve(given ?? environment['KAFKA_LESSONS_HOME'] ?? path.join(state, 'kafka-lessons'));
  return {
    home,
    homeIdFile: path.join(home, 'home-id'),
    progressFile: path.join(home, 'progress.json'),
    labs: path.join(home, 'labs'),
    workspaces: path.join(home, 'workspace'),
    socket: socketPath(home),
    cache: path.join(cache, 'kafka-lessons'),
  };
}

/** What of a home is ours: everything else in that folder is somebody else's. */
export function entriesOf(
  {homeIdFile, labs, socket}: HomePaths,
  names: readonly string[],
): readonly string[] {
  const ours = [homeIdFile, labs, socket].map((each) => path.basename(each));
  return names.filter(
    (name) => ours.includes(name) || /^(progress\.json|\.probe-\d+|app\.sock)(\.|$)/.test(name),
  );
}

function socketPath(home: string): string {
  const inside = path.join(home, 'app.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  // Not the folder TMPDIR names: it may be long too, and two windows may have it set differently.
  return path.join('/tmp', `kafka-lessons-${process.getuid?.() ?? 0}-${name}.sock`);
}
