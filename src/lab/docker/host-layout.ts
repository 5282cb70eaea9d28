import type {HostName} from '../../course/lesson.ts';
import type {LabFile} from '../lab.ts';
import {renderServerConfig} from '../server-config.ts';
import {renderShellRc, shellRcPath} from '../shell-rc.ts';

/** Working directory of a host, where its volume lies. The hidden pod has every host's below it: `/lab/broker-1`. */
export const labDirectory = '/lab';

/** uid and gid that Kafka's image runs as. */
const owner = '1000:1000';

export interface HostContent {
  readonly host: HostName;
  readonly nonce: string;
  readonly files: readonly LabFile[];
}

/** A new volume belongs to root: run as root, in the pod. */
export const giveOverScript = `chown ${owner} ${labDirectory}/*`;

/**
 * Shell script, read from standard input, that lays out every host's working directory: links to Kafka's commands,
 * config, data. What is there already stays, since the learner may have changed it.
 */
export function renderLayout(hosts: readonly HostContent[]): string {
  return ['set -e', ...hosts.flatMap(layOutHost), 'exit 0', ''].join('\n');
}

function layOutHost({host, nonce, files}: HostContent): string[] {
  const rc = {host, path: shellRcPath, content: renderShellRc(host, nonce), executable: false};
  return [
    `cd ${labDirectory}/${host}`,
    'mkdir -p .lab config data logs',
    // `ln -sf` alone would make a link inside the folder that an older link leads to.
    'rm -rf bin libs',
    // A folder of links, not a link: Kafka's scripts find configuration and libraries beside the folder they are
    // called in. Each command is there without `.sh` too, as packages of Kafka have it.
    'mkdir bin && ln -s /opt/kafka/bin/*.sh bin',
    'for script in bin/*.sh; do ln -s "$(basename "$script")" "bin/$(basename "$script" .sh)"; done',
    'ln -s /opt/kafka/libs libs',
    writeFile(rc),
    ...[...renderServerConfig(host, 'docker'), ...files].map(
      (file) => `if ! [ -e ${quote(file.path)} ]; then ${writeFile(file)}; fi`,
    ),
  ];
}

/** `printf` is part of the shell: no limit on the length of arguments. */
function writeFile({path, content, executable}: LabFile): string {
  const target = quote(path);
  return [
    `mkdir -p "$(dirname ${target})"`,
    `printf '%s' ${quote(content)} > ${target}`,
    ...(executable ? [`chmod 755 ${target}`] : []),
  ].join(' && ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
