import {defineCheck} from 'kafka-lessons/check';
import {judgeVote} from './nodes/voting.ts';

export default defineCheck(async (context) => judgeVote(2, context));
