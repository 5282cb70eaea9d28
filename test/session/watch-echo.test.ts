import {describe, expect, it} from 'vitest';
import {watchEcho} from '../../src/session/watch-echo.ts';

describe('the echo of a typed line', () => {
  it.each([
    [['pear:7']],
    [['pe', 'ar', ':7']],
    [['>pear:7']],
    [['pea>r:7']],
    [['p', '>', 'ear', '\r\n>', ':7']],
    [['pe\r', '\nar: 7']],
  ])('is seen in %j', (pieces) => {
    const isEchoed = watchEcho('pear :7');
    expect(pieces.map(isEchoed).at(-1)).toBe(true);
    expect(isEchoed('')).toBe(true);
  });

  it.each([[['>']], [['pear:']], [['7', 'pear:']], [['']]])('is not yet seen in %j', (pieces) => {
    const isEchoed = watchEcho('pear:7');
    expect(pieces.map(isEchoed)).toEqual(pieces.map(() => false));
  });

  it('of nothing is there at once', () => {
    expect(watchEcho('')('')).toBe(true);
  });
});
