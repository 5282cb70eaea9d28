import {serveChecks} from './checks/check-process.ts';

serveChecks(new URL('./check.js', import.meta.url).href);
