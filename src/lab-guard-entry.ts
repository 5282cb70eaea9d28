import {guardLab} from './lab/local/lab-guard.ts';

const [homeId = '', lessonId = ''] = process.argv.slice(2);
await guardLab({homeId, lessonId});
