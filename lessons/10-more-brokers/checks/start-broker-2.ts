import {defineCheck} from 'kafka-lessons/check';
import {judgeStart} from './brokers/judge-start.ts';

export default defineCheck((context) => judgeStart(2, context));
