import {guardLab} from './lab/local/lab-guard.ts';

const [homeId = '', lessonId = '', run = ''] = process.argv.slice(2);
await guardLab({homeId, lessonId, run});
