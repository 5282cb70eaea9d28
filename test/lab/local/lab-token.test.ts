import {describe, expect, it} from 'vitest';
import {anyHome, type LabToken, renderToken, tokenMatches} from '../../../src/lab/local/lab-token.ts';

const text = renderToken('0a1b', '04-topics', 'broker-1', 'run1');

describe('26: the token of a local lab’s process', () => {
  it.each<[string, LabToken]>([
    ['its home', {homeId: '0a1b'}],
    ['every home', {homeId: anyHome}],
    ['its lesson', {homeId: '0a1b', lessonId: '04-topics'}],
    ['its host', {homeId: '0a1b', host: 'broker-1'}],
    ['its start of the lab', {homeId: '0a1b', lessonId: '04-topics', host: 'broker-1', run: 'run1'}],
  ])('is found by %s', (_, token) => {
    expect(tokenMatches(token, text)).toBe(true);
  });

  it.each<[string, LabToken]>([
    ['another home', {homeId: '0a1c'}],
    ['a home whose name begins like its own', {homeId: '0a1'}],
    ['another lesson', {homeId: '0a1b', lessonId: '04-topics-2'}],
    ['another host', {homeId: '0a1b', host: 'broker-2'}],
    ['another start', {homeId: '0a1b', run: 'run'}],
    ['another lesson of any home', {homeId: anyHome, lessonId: '05-messages'}],
  ])('is not found by %s', (_, token) => {
    expect(tokenMatches(token, text)).toBe(false);
  });
});
