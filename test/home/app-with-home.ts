import {findHome} from '../../src/home/home-paths.ts';
import {ownHome} from '../../src/home/owned-home.ts';

// An app that takes a home, says whether it got it, and stays until it is told to go or killed.
const [directory = ''] = process.argv.slice(2);
try {
  const home = await ownHome(findHome(directory, {}));
  home.serve(async (request) => ({asked: request, by: process.pid}));
  process.stdout.write(`owner ${home.id}\n`);
  process.stdin.resume();
  process.stdin.once('end', () => void home[Symbol.asyncDispose]());
} catch (error) {
  const {name, message, cure} = error as {name: string; message: string; cure?: string};
  process.stdout.write(`${name}: ${message} → ${cure}\n`);
}
