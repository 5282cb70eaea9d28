import {enableCompileCache} from 'node:module';
import {findHome} from './home/home-paths.ts';
import {orderlyFailure} from './launcher-supervise.ts';
import {watchLauncher} from './watch-launcher.ts';

// Compiled code is kept between two starts: 30 ms less until the first frame.
enableCompileCache(`${findHome(undefined, process.env).cache}/compiled`);
// A window that was closed takes no more frames; the servers are stopped in order all the same.
process.stdout.on('error', () => {});
// Nor does one whose launcher was killed give any more keys.
process.stdin.on('error', () => {});
if (process.env['KAFKA_LESSONS_LAUNCHED'] && !process.env['KAFKA_LESSONS_SWEEP']) watchLauncher();
const {main} = await import('./main.ts');
await main(process.argv.slice(2));
// The terminal is given back and everything is stopped: whatever handle is still open must not hold the learner up.
process.exit(process.exitCode === 1 ? orderlyFailure : process.exitCode);
