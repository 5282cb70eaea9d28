import type {HostName, LabNeeds} from '../../course/lesson.ts';
import type {LabFile} from '../lab.ts';
import {renderConfigFiles} from '../servers/config-files.ts';
import {renderShellRc, shellRcPath} from '../shell-rc.ts';

/** Working directory of a host, where its volume lies. The hidden pod has every host's below it: `/lab/broker-1`. */
export const labDirectory = '/lab';

/** Where Kafka lies in its image. */
export const kafkaDirectory = '/opt/kafka';

/** Where the learner's folder is seen on the host `workspace`, and the working directory there. */
export const workspaceDirectory = '/workspace';

/** The working directory of a host's shells and commands. */
export function workingDirectory(host: HostName): string {
  return host === 'workspace' ? workspaceDirectory : labDirectory;
}

/** uid and gid that Kafka's image runs as. */
const owner = '1000:1000';

export interface HostContent {
  readonly host: HostName;
  readonly nonce: string;
  readonly needs: LabNeeds;
  readonly files: readonly LabFile[];
  /** uid and gid; that of Kafka's image unless given. */
  readonly owner?: string;
}

/**
 * Shell script, read from standard input as root, that lays out every host's working directory: links to Kafka's
 * commands, config, data. What is there already stays, since the learner may have changed it. A new volume belongs
 * to root, and all is given over at the end; few programs are started, for each takes a while in a container.
 */
export function renderLayout(all: readonly HostContent[]): string {
  const workspace = all.filter(({host}) => host === 'workspace');
  const hosts = all.filter(({host}) => host !== 'workspace');
  const directories = hosts.map(({host}) => `${labDirectory}/${host}`);
  const files = hosts.flatMap(filesOf);
  const folders = new Set([
    ...directories,
    ...directories.flatMap((directory) =>
      ['.lab', 'config', 'data', 'logs'].map((name) => `${directory}/${name}`),
    ),
    ...files.flatMap(({host, path}) => parentsOf(path).map((parent) => `${labDirectory}/${host}/${parent}`)),
  ]);
  const links = directories.flatMap((directory) => [`${directory}/bin`, `${directory}/libs`]);
  const executables = files.filter(({executable}) => executable).map(placeOf);
  return [
    'set -e',
    ...workspace.map(layOutWorkspace),
    ...(hosts.length === 0 ? ['exit 0'] : []),
    run('mkdir -p', folders),
    run('rm -rf', links),
    ...linkCommands(directories),
    ...directories.map((directory) => `ln -s ${kafkaDirectory}/libs ${quote(directory)}`),
    ...files.map(writeFile),
    ...(executables.length === 0 ? [] : [run('chmod a+x', executables)]),
    run(`chown -h ${owner}`, [...folders, ...links, ...files.map(placeOf)]),
    'exit 0',
    '',
  ].join('\n');
}

/**
 * `bin` is a folder of links, not a link: Kafka's scripts find configuration and libraries beside the folder they
 * are called in, and each host has its own. Each command is there without `.sh` too, as packages of Kafka have it.
 */
function linkCommands([first = '', ...others]: readonly string[]): string[] {
  const bin = quote(`${first}/bin`);
  return [
    `mkdir ${bin}`,
    `ln -s ${kafkaDirectory}/bin/*.sh ${bin}`,
    `for script in ${bin}/*.sh; do name=\${script##*/}; ln -s "$name" ${bin}/"\${name%.sh}"; done`,
    ...others.map((directory) => `cp -R -P ${bin} ${quote(`${directory}/bin`)}`),
  ];
}

/** Only the shell's own: Kafka's commands are not there, and the learner's folder is laid out on this machine. */
function layOutWorkspace({host, nonce, owner: itsOwner = owner}: HostContent): string {
  const directory = `${labDirectory}/${host}`;
  const rc = {host, path: shellRcPath, content: renderShellRc(host, nonce), executable: false, isOurs: true};
  const folders = [directory, `${directory}/.lab`];
  return [
    run('mkdir -p', folders),
    writeFile(rc),
    run(`chown -h ${itsOwner}`, [...folders, placeOf(rc)]),
    // Of an earlier start under another user.
    `[ ! -e ${quote(`${directory}/.lab/history`)} ] || ${run(`chown -h ${itsOwner}`, [`${directory}/.lab/history`])}`,
  ].join('\n');
}

interface PlacedFile extends LabFile {
  /** Written anew at every start. */
  readonly isOurs?: boolean;
}

function filesOf({host, nonce, needs, files}: HostContent): PlacedFile[] {
  const rc = {host, path: shellRcPath, content: renderShellRc(host, nonce), executable: false, isOurs: true};
  return [rc, ...renderConfigFiles(host, 'docker', needs), ...files];
}

/** `printf` is part of the shell: no limit on the length of arguments. */
function writeFile(file: PlacedFile): string {
  const place = quote(placeOf(file));
  const write = `printf '%s' ${quote(file.content)} > ${place}`;
  return file.isOurs ? write : `[ -e ${place} ] || ${write}`;
}

function placeOf({host, path}: LabFile): string {
  return `${labDirectory}/${host}/${path}`;
}

/** `a/b/c.sh` lies in `a` and `a/b`. */
function parentsOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function run(command: string, paths: Iterable<string>): string {
  return [command, ...[...paths].map(quote)].join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
