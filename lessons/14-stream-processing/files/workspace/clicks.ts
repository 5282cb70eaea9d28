// Twenty clicks of the last two minutes; one of ten minutes ago with `node clicks.ts late`. Nothing to do in this file.
import {kafka} from './kafka.ts';

const pages = [
  '/lamps',
  '/chairs',
  '/lamps',
  '/cart',
  '/lamps',
  '/chairs',
  '/cart',
  '/lamps',
  '/chairs',
  '/lamps',
];
const minute = 60_000;
// What these clicks have in common: the beginning of their ids.
const run = Date.now().toString(36);

const clicks = process.argv.includes('late')
  ? [{page: '/lamps', robot: false, at: Date.now() - 10 * minute}]
  : [...pages, ...pages].map((page, index, {length}) => ({
      page,
      robot: index % 4 === 3,
      at: Date.now() - Math.round(((length - 1 - index) / length) * 2 * minute),
    }));

const producer = kafka.producer();
await producer.connect();
await producer.send({
  topic: 'clicks',
  messages: clicks.map(({page, robot, at}, index) => ({
    value: JSON.stringify({id: `${run}-${index + 1}`, page, robot}),
    timestamp: String(at),
  })),
});
await producer.disconnect();
console.log(clicks.length === 1 ? 'one click that comes late' : `${clicks.length} clicks`);
