import {main} from './main.ts';

await main(process.argv.slice(2));
// The terminal is given back and everything is stopped: whatever handle is still open must not hold the learner up.
process.exit();
