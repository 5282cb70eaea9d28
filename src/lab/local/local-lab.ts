import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {HostName, LabNeeds} from '../../course/lesson.ts';
import type {Terminal, TerminalSize} from '../../terminal/terminal.ts';
import type {KafkaDistribution, KafkaForHosts} from '../distribution/kafka-distribution.ts';
import {type ExecResult, type HostState, type Lab, LabError, type LabFile, type LabOptions} from '../lab.ts';
import {clusterIdsIn} from '../servers/cluster-ids.ts';
import {renderConfigFiles} from '../servers/config-files.ts';
import {kafkaEnvironment, portsOf, roleOf, serverPatience} from '../servers/server-roles.ts';
import {renderShellRc, shellRcPath} from '../shell-rc.ts';
import {layOutWorkspace} from '../workspace/lay-out-workspace.ts';
import {workspaceEnvironment} from '../workspace/workspace-environment.ts';
import {execWithLimit} from './exec-with-limit.ts';
import {
  findProcesses,
  freezeProcesses,
  killProcesses,
  stopProcesses,
  thawProcesses,
} from './host-processes.ts';
import {type LabToken, renderToken, tokenVariable} from './lab-token.ts';
import {openLocalTerminal} from './local-terminal.ts';
import {findPortHolder, isPortTaken} from './port-holder.ts';
import {memoryOfProcesses} from './processes-memory.ts';
import {startLocalProgram} from './start-program.ts';

export interface LocalLabParts {
  readonly kafka: KafkaForHosts;
  /** What the learner's shells inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Starts the process that clears up should this one be killed; the lab ends it by closing the pipe. */
  readonly startGuard: (token: LabToken) => {close(): Promise<void>};
}

/** Hosts as folders of this machine, servers as its processes on the standard ports. */
export async function startLocalLab(options: LabOptions, parts: LocalLabParts): Promise<Lab> {
  const {identity, needs, report} = options;
  const token: LabToken = {homeId: identity.homeId, lessonId: identity.lessonId};
  const nonce = randomBytes(12).toString('hex');
  // An earlier start's guard may still be at work: it must not end what this one starts. Not the nonce, which is secret.
  const run = randomBytes(4).toString('hex');
  const directoryOf = (host: HostName) =>
    host === 'workspace' ? identity.workspace : path.join(identity.directory, host);
  /** Where a host keeps what is not the learner's to see: elsewhere than in the folder they open in their editor. */
  const ownDirectoryOf = (host: HostName) => path.join(identity.directory, host);
  const killed = new Set<HostName>();
  const paused = new Set<HostName>();

  const isNew = (await readdir(identity.directory).catch(() => [])).length === 0;
  const left = await findProcesses({homeId: identity.homeId});
  if (left.length > 0) {
    report({message: 'Stopping servers an earlier run left behind'});
    await stopProcesses({homeId: identity.homeId}, serverPatience);
  }
  await refuseTakenPorts(portsOf(needs));
  for (const host of needs.hosts) {
    options.signal.throwIfAborted();
    report({message: `Laying out ${host}`});
    const files = options.files.filter((file) => file.host === host);
    if (host === 'workspace') {
      await layOutWorkspace({directory: identity.workspace, files, kafkajs: options.kafkajs});
      await linkNode(ownDirectoryOf(host), nonce);
    } else {
      await layOutHost(host, directoryOf(host), {kafka: parts.kafka, nonce, needs, files});
    }
  }
  const guard = parts.startGuard({...token, run});

  const environmentOf = (host: HostName): Record<string, string> => {
    const furtherJars = parts.kafka.furtherJars.get(host);
    return {
      ...inherited(parts.environment),
      ...(host === 'workspace'
        ? {
            ...workspaceEnvironment,
            PATH: [path.join(ownDirectoryOf(host), 'bin'), parts.environment['PATH']]
              .filter(Boolean)
              .join(':'),
          }
        : kafkaEnvironment(host, needs, directoryOf(host))),
      // Kafka's commands, which lie elsewhere, know of no other jars than those beside them.
      ...(furtherJars === undefined ? {} : {CLASSPATH: `${furtherJars}/*`}),
      TERM: 'xterm-256color',
      ...(options.colour === false ? {NO_COLOR: '1'} : {}),
      [tokenVariable]: renderToken(identity.homeId, identity.lessonId, host, run),
    };
  };

  const lab: Lab = {
    runtime: 'local',
    identity,
    isNew,
    nonce,
    // It is nothing but its processes, and each of them has a tab that tells of its end.
    lost: new Promise(() => {}),
    hostState: (host): HostState => (killed.has(host) ? 'killed' : paused.has(host) ? 'paused' : 'up'),
    exec: async (host, command, execOptions): Promise<ExecResult> => {
      refuseKilled(host);
      return execWithLimit(command, {
        ...execOptions,
        token: {...token, host},
        directory: directoryOf(host),
        environment: {...environmentOf(host), ...execOptions.environment},
      });
    },
    startProgram: async (host, command, {timeLimit, environment}) => {
      refuseKilled(host);
      return startLocalProgram(command, {
        timeLimit,
        token: {...token, host},
        directory: directoryOf(host),
        environment: {...environmentOf(host), ...environment},
      });
    },
    openTerminal: async (host: HostName, size: TerminalSize): Promise<Terminal> => {
      refuseKilled(host);
      return openLocalTerminal(
        {
          file: 'bash',
          arguments: ['--noprofile', '--rcfile', path.join(ownDirectoryOf(host), shellRcPath), '-i'],
          directory: directoryOf(host),
          environment: environmentOf(host),
          wasKilled: () => killed.has(host),
        },
        size,
      );
    },
    kill: async (host) => {
      killed.add(host);
      paused.delete(host);
      await killProcesses({...token, host});
    },
    startHost: async (host) => {
      killed.delete(host);
    },
    pause: async (host) => {
      refuseKilled(host);
      paused.add(host);
      await freezeProcesses({...token, host});
    },
    unpause: async (host) => {
      paused.delete(host);
      await thawProcesses({...token, host});
    },
    address: (port) => ({host: '127.0.0.1', port}),
    storedClusterIds: async () => {
      const files = needs.hosts.flatMap((host) => {
        const file = roleOf(host, needs)?.identityFile;
        return file === undefined ? [] : [path.join(directoryOf(host), file)];
      });
      const texts = await Promise.all(files.map(async (file) => readFile(file, 'utf8').catch(() => '')));
      return clusterIdsIn(texts.join('\n'));
    },
    memory: async () => memoryOfProcesses(token),
    directoryOf,
    stop: async () => {
      await thawProcesses(token);
      await stopProcesses(token, serverPatience);
      await guard.close();
    },
    [Symbol.asyncDispose]: async () => lab.stop(),
  };
  return lab;

  function refuseKilled(host: HostName): void {
    if (killed.has(host))
      throw new LabError(`${host} was killed.`, `Bring it back with \`lab start ${host}\`.`);
  }
}

async function refuseTakenPorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (await isPortTaken(port)) {
      const holder = (await findPortHolder(port)) ?? 'another program';
      throw new LabError(
        `Port ${port} is taken by ${holder}; this lesson's servers need it.`,
        `Stop that program and start again, or use containers, which need no fixed ports: --runtime docker.`,
      );
    }
  }
}

interface HostContent {
  readonly kafka: KafkaForHosts;
  readonly nonce: string;
  readonly needs: LabNeeds;
  readonly files: readonly LabFile[];
}

/** A host's working directory: links to Kafka's commands, config, data. What the learner changed there is kept. */
async function layOutHost(
  host: HostName,
  directory: string,
  {kafka, nonce, needs, files}: HostContent,
): Promise<void> {
  await Promise.all(
    ['.lab', 'config', 'data', 'logs'].map((name) => mkdir(path.join(directory, name), {recursive: true})),
  );
  await linkCommands(directory, kafka, kafka.furtherJars.get(host));
  await writeFile(path.join(directory, shellRcPath), renderShellRc(host, nonce), {mode: 0o600});
  for (const file of [...renderConfigFiles(host, 'local', needs, kafka.version), ...files]) {
    const target = path.join(directory, file.path);
    await mkdir(path.dirname(target), {recursive: true});
    await writeFile(target, file.content, {flag: 'wx', mode: file.executable ? 0o755 : 0o644}).catch(
      ignoreExisting,
    );
  }
}

/** Programs of the learner run on the Node that this one runs on, which strips their types. */
async function linkNode(directory: string, nonce: string): Promise<void> {
  const [bin, shellRc] = [path.join(directory, 'bin'), path.join(directory, shellRcPath)];
  await Promise.all([bin, path.dirname(shellRc)].map((folder) => mkdir(folder, {recursive: true})));
  await writeFile(shellRc, renderShellRc('workspace', nonce), {mode: 0o600});
  await rm(path.join(bin, 'node'), {force: true});
  await symlink(process.execPath, path.join(bin, 'node'));
}

/**
 * `bin` is a folder of links, not a link: Kafka's scripts find configuration and libraries beside the folder they
 * are called in, and each host has its own. Each command is there without `.sh` too, as packages of Kafka have it.
 */
async function linkCommands(
  directory: string,
  kafka: KafkaDistribution,
  furtherJars: string | undefined,
): Promise<void> {
  const bin = path.join(directory, 'bin');
  await rm(bin, {recursive: true, force: true});
  await mkdir(bin);
  const scripts = (await readdir(path.join(kafka.directory, 'bin'))).filter((name) => name.endsWith('.sh'));
  await Promise.all(
    scripts.flatMap((name) => [
      symlink(path.join(kafka.directory, 'bin', name), path.join(bin, name)),
      symlink(name, path.join(bin, name.slice(0, -'.sh'.length))),
    ]),
  );
  // So is `libs`: what a lesson puts there, or a learner removes, must not reach the Kafka that others use.
  const [libs, real] = [path.join(directory, 'libs'), path.join(kafka.directory, 'libs')];
  await rm(libs, {recursive: true, force: true});
  await mkdir(libs);
  // A jar that both have is Kafka's own.
  for (const folder of [real, ...(furtherJars === undefined ? [] : [furtherJars])]) {
    await Promise.all(
      (await readdir(folder)).map(async (name) =>
        symlink(path.join(folder, name), path.join(libs, name)).catch(ignoreExisting),
      ),
    );
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

/** The learner's environment without what would lead Kafka's scripts, bash or the course astray. */
function inherited(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const dropped =
    /^(KAFKA_|LOG_DIR$|CLASSPATH$|PROMPT_COMMAND$|PS[0-4]$|BASH_ENV$|ENV$|HIST|NODE_|npm_|COLUMNS$|LINES$|TMUX|STY$|INIT_CWD$|EXTRA_ARGS$)/;
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !dropped.test(entry[0]),
    ),
  );
}
