import {describeFirstMessages} from '../app/play-first-messages.ts';

describeFirstMessages({columns: 80, rows: 24});
