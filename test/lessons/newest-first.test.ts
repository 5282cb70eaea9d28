import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';

const lessons = path.resolve(import.meta.dirname, '../../lessons');
const checks = readdirSync(lessons, {recursive: true, encoding: 'utf8'}).filter((file) =>
  /\/checks\/[^/]+\.ts$/.test(file),
);

/*
 * What a check found itself is handed to `commonMistake` with its moment, or told when nobody made a slip since: were it
 * told first, an old finding would hide every newer command that went wrong.
 */
describe('13: no finding of its own comes before the newest slip', () => {
  it.each(checks)('%s', (file) => {
    const text = readFileSync(path.join(lessons, file), 'utf8');
    const main = text.slice(Math.max(0, text.indexOf('defineCheck(')));
    const asked = main.search(/\b(commonMistake|slipOf)\(/);
    expect(main.slice(0, Math.max(0, asked))).not.toContain('return failed(');
    expect(main).not.toMatch(/\?\?\s*\(?\s*(commonMistake|slipOf)\(/);
  });
});
