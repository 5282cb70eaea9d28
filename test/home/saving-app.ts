import {writeFile} from 'node:fs/promises';
import {saveProgress} from '../../src/home/progress-file.ts';
import {noProgress, type Progress, passStep} from '../../src/session/progress.ts';

// An app to be killed: passes one step after the other, saves, and says so once it is saved. Or, plainly, writes the
// same steps over and over.
const [file = '', how = '', first = '0'] = process.argv.slice(2);
const evidence = 'x'.repeat(how === 'plain' ? 50_000 : 400);
let progress: Progress = noProgress;
const pass = (step: number) => {
  progress = passStep(progress, 'lesson', `step-${step}`, {passedAt: '', how: 'done', evidence});
};
for (let step = 0; step < Number(first); step += 1) pass(step);
const text = `${JSON.stringify(progress, undefined, 2)}\n`;
for (let step = Number(first); ; step += 1) {
  if (how === 'plain') {
    await writeFile(file, text);
  } else {
    pass(step);
    await saveProgress(file, progress);
  }
  process.stdout.write(`${step}\n`);
}
