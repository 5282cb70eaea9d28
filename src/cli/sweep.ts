import type {Parts} from '../compose.ts';
import {HomeError, isAnswered, ownHome} from '../home/owned-home.ts';
import {nothingToClear} from '../launcher-supervise.ts';
import {exitCodes} from './command.ts';

/**
 * What the launcher asks for after a process of the app was killed: servers and containers of this home go, its data
 * stays. Where another app owns the home nothing is touched: it was a window that had joined it. Gives the exit code.
 */
export async function sweep(parts: Parts, say: (text: string) => void): Promise<number> {
  await using home = await ownHome(parts.paths).catch(async (error: unknown) => {
    if (error instanceof HomeError && (await isAnswered(parts.paths.socket))) return undefined;
    throw error;
  });
  if (!home) return nothingToClear;
  const refuse = async () => {
    throw new Error('what a killed app has left is being cleared up');
  };
  home.serve(
    async (request) => ((request as {type?: string}).type === 'who' ? {isSweeping: true} : refuse()),
    refuse,
  );
  say('What you passed is kept; clearing up the lab …\n');
  const {runtime} = await parts.chooseRuntime();
  await runtime.sweep(home.id);
  // What checks started runs on this machine, also where the lab is made of containers.
  const {killProcesses} = await import('../lab/local/host-processes.ts');
  await killProcesses({homeId: home.id});
  return exitCodes.done;
}
