import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {LabError} from '../lab.ts';
import {
  clientPatience,
  clientPrograms,
  hasLostQuorum,
  patienceWithoutQuorum,
  serverClasses,
} from '../servers/server-roles.ts';
import {zookeeper} from '../servers/zookeeper.ts';
import {execVariable, type LabToken, tokenMatches, tokenVariable} from './lab-token.ts';

export interface HostProcess {
  readonly pid: number;
  /** The whole command line, arguments joined by spaces. */
  readonly command: string;
  /** The shell of a terminal, as a rule. */
  readonly leadsSession: boolean;
  readonly standsStill: boolean;
}

/**
 * Every living process that carries the token in its environment. A process keeps the environment it was
 * started with, so neither job control nor a new session hides a server from this.
 */
export async function findProcesses(token: LabToken): Promise<readonly HostProcess[]> {
  return process.platform === 'linux' ? findInProc(token) : findWithPs(token);
}

async function findInProc(token: LabToken): Promise<readonly HostProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
        if (!environmentHas(environment.split('\0'), token)) return undefined;
        const [command, status] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'latin1'),
          readFile(`/proc/${pid}/stat`, 'latin1'),
        ]);
        const [state, , , session] = status.slice(status.lastIndexOf(')') + 2).split(' ');
        // A zombie is dead already; only its parent has not asked yet.
        if (state === 'Z') return undefined;
        return {
          pid: Number(pid),
          command: command.replaceAll('\0', ' ').trim(),
          leadsSession: session === pid,
          standsStill: state === 'T',
        };
      } catch {
        // The process ended while it was being looked at, or belongs to somebody else.
        return undefined;
      }
    }),
  );
  return found.filter((entry) => entry !== undefined);
}

/** macOS: `ps -E` appends the environment to the command, and an `s` in the state marks the leader of a session. */
async function findWithPs(token: LabToken): Promise<readonly HostProcess[]> {
  const {execa} = await import('execa');
  const {stdout} = await execa('ps', ['-axEww', '-o', 'pid=,stat=,command='], {reject: false});
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!match || match[2]?.startsWith('Z') || Number(match[1]) === process.pid) return [];
    const command = match[3] ?? '';
    if (!environmentHas(command.split(' '), token)) return [];
    const [leadsSession, standsStill] = [
      match[2]?.includes('s') ?? false,
      match[2]?.startsWith('T') ?? false,
    ];
    return [{pid: Number(match[1]), command, leadsSession, standsStill}];
  });
}

function environmentHas(variables: readonly string[], token: LabToken): boolean {
  const read = (name: string) =>
    variables.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const text = read(tokenVariable);
  if (text === undefined || !tokenMatches(token, text)) return false;
  return token.execId === undefined || read(execVariable) === token.execId;
}

/**
 * Lets a host stand still, or go on. A shell that saw its program stop would take it for Ctrl-Z and come back with a
 * prompt: shells stop first and go on last.
 */
export async function freezeProcesses(token: LabToken): Promise<void> {
  await freezeShells(token);
  await signalProcesses(token, 'SIGSTOP');
}

/** A shell that is about to stop still hears of what happens meanwhile, so this waits until all stand still. */
async function freezeShells(token: LabToken): Promise<void> {
  const until = performance.now() + 2000;
  for (;;) {
    const shells = (await findProcesses(token)).filter(({leadsSession}) => leadsSession);
    for (const {pid} of shells) signalOne(pid, 'SIGSTOP');
    if (shells.every(({standsStill}) => standsStill) || performance.now() > until) return;
  }
}

export async function thawProcesses(token: LabToken): Promise<void> {
  for (const {pid} of shellsLast(await findProcesses(token))) signalOne(pid, 'SIGCONT');
}

/** Signals every process of the token; those that are gone already do not matter. */
export async function signalProcesses(token: LabToken, signal: NodeJS.Signals): Promise<void> {
  for (const {pid} of await findProcesses(token)) signalOne(pid, signal);
}

function shellsLast(processes: readonly HostProcess[]): HostProcess[] {
  return processes.toSorted((left, right) => Number(left.leadsSession) - Number(right.leadsSession));
}

/** A process that waits for a disk dies when the disk answers; nothing makes it die sooner. */
const longestDeath = 10_000;

/**
 * SIGKILL until nothing of the token lives: a process may fork while the list is read. Shells come last: when the
 * leader of a session dies, the system sends HUP to what runs in the foreground, and a server would say good-bye.
 * They stand still meanwhile, since one that saw its program die would still tell of its end. Throws `LabError` when
 * something lives on after ten seconds of that.
 */
export async function killProcesses(token: LabToken): Promise<void> {
  await freezeShells(token);
  const until = performance.now() + longestDeath;
  for (;;) {
    const alive = await findProcesses(token);
    if (alive.length === 0) return;
    if (performance.now() > until) throw livesOn(alive);
    for (const {pid} of shellsLast(alive)) signalOne(pid, 'SIGKILL');
    await delay(10);
  }
}

function livesOn(alive: readonly HostProcess[]): LabError {
  const named = alive.slice(0, 3).map(({pid, command}) => `${pid} (${command.slice(0, 40)})`);
  const more = alive.length > named.length ? ` and ${alive.length - named.length} more` : '';
  return new LabError(
    `Of the lab's processes ${named.join(', ')}${more} lived on ${longestDeath / 1000} s after they were killed.`,
    `Look at them with 'ps -o pid,stat,wchan,args -p ${alive.map(({pid}) => pid).join(',')}': one in state D waits for a disk that does not answer. Once they are gone, try again.`,
  );
}

/**
 * Stops a lab politely: TERM to clients, then to the brokers, then to ZooKeeper, these each with `patience`
 * milliseconds, then SIGKILL for whatever is left. A broker stopped after its ZooKeeper would wait for it in vain, and
 * would keep a consumer's seat for the next start if that could not say good-bye.
 */
export async function stopProcesses(token: LabToken, patience: number): Promise<void> {
  await terminate(token, isClient, Math.min(patience, clientPatience));
  const runs = (mainClass: string) => (found: HostProcess) => found.command.split(' ').includes(mainClass);
  const hasZookeeper = (await findProcesses(token)).some(runs(zookeeper.mainClass));
  for (const mainClass of serverClasses) {
    await terminate(token, runs(mainClass), patience, hasZookeeper ? patience : patienceWithoutQuorum);
  }
  await killProcesses(token);
}

function isClient({command}: HostProcess): boolean {
  const words = command.split(' ');
  const program = words[0]?.split('/').at(-1);
  return (
    clientPrograms.some((name) => name === program) &&
    !serverClasses.some((mainClass) => words.includes(mainClass))
  );
}

async function terminate(
  token: LabToken,
  isWanted: (found: HostProcess) => boolean,
  patience: number,
  /** Milliseconds for the rest once half of them have ended. */
  patienceForTheLast = patience,
): Promise<void> {
  const servers = (await findProcesses(token)).filter(isWanted);
  for (const {pid} of servers) {
    signalOne(pid, 'SIGTERM');
    // A suspended server (Ctrl-Z) answers no TERM before it runs again.
    signalOne(pid, 'SIGCONT');
  }
  let until = performance.now() + patience;
  for (let left = servers.length; left > 0 && performance.now() < until; ) {
    await delay(30);
    left = (await findProcesses(token)).filter(isWanted).length;
    if (hasLostQuorum(left, servers.length)) until = Math.min(until, performance.now() + patienceForTheLast);
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
