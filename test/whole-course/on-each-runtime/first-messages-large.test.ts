import {describeFirstMessages} from '../../app/play-first-messages.ts';

describeFirstMessages({columns: 120, rows: 40});
