import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts a program called `mvn` into `<directory>/tools`, to be the only `mvn` on a PATH: it brings the version jar
 * where Maven would, says so as Maven does, and goes on with `after`, some lines of shell.
 */
export async function standInMaven(directory: string, after: string): Promise<StandInMaven> {
  const tools = path.join(directory, 'tools');
  const started = path.join(directory, 'started');
  await mkdir(tools, {recursive: true});
  await writeFile(started, '');
  const mvn = path.join(tools, 'mvn');
  const {PATH: before} = process.env;
  await writeFile(
    mvn,
    `#!/usr/bin/env bash
echo $$ >>"${started}"
for argument in "$@"; do
  case "$argument" in -DoutputDirectory=*) libs="\${argument#*=}" ;; esac
done
mkdir -p "$libs"
touch "$libs/kafka-clients-3.9.1.jar"
echo "[INFO] Copying kafka-clients-3.9.1.jar to $libs/kafka-clients-3.9.1.jar"
${after}
`,
  );
  await chmod(mvn, 0o755);
  return {
    environment: {PATH: `${tools}${path.delimiter}${before}`},
    async pids() {
      return (await readFile(started, 'utf8')).split('\n').filter(Boolean).map(Number);
    },
  };
}

export interface StandInMaven {
  readonly environment: NodeJS.ProcessEnv;
  /** The processes that were started, dead or alive. */
  pids(): Promise<number[]>;
}
