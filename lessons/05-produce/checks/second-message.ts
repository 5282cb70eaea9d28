import {defineCheck} from 'kafka-lessons/check';
import {judgeMessage} from './messages/judge-message.ts';
import {firstMessage, secondMessage} from './messages/wanted.ts';

export default defineCheck(async (context) => judgeMessage(secondMessage, firstMessage, context));
