import {defineCheck, passed} from 'kafka-lessons/check';
import {application, input} from './counts/counts.ts';
import {judgeProgram} from './counts/program.ts';

export default defineCheck((context) => {
  const trouble = judgeProgram(context);
  if (trouble) return trouble;
  const members = context.cluster.group(application)?.members ?? [];
  return passed(`${members.length} member of the group \`${application}\` reads \`${input}\`.`);
});
