import {constants} from 'node:fs';
import {access, stat} from 'node:fs/promises';
import path from 'node:path';

/** Absolute path of the program that a shell would run. */
export async function findOnPath(
  program: string,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const {PATH: searched = ''} = environment;
  for (const folder of searched.split(path.delimiter)) {
    const file = path.resolve(folder, program);
    if (folder !== '' && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
