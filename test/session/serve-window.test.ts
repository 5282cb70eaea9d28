import {EventEmitter, on} from 'node:events';
import {connect} from 'node:net';
import {describe, expect, it} from 'vitest';
import {findHome} from '../../src/home/home-paths.ts';
import {ownHome} from '../../src/home/owned-home.ts';
import {serveWindow, type WindowMessage} from '../../src/session/serve-window.ts';
import type {Session} from '../../src/session/session.ts';
import type {SessionState} from '../../src/session/session-state.ts';
import {LabTerminal} from '../../src/terminal/lab-terminal.ts';
import {Screen} from '../../src/terminal/screen.ts';
import type {Terminal, TerminalSize} from '../../src/terminal/terminal.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {after, at, start, verdictOf} from '../session/sample-course.ts';

/** A tab with a shell that prints what the test says, and the session it belongs to. */
async function openTab(first: SessionState) {
  let print: (data: string) => void = () => {};
  const typed: string[] = [];
  const sizes: TerminalSize[] = [];
  const terminal = new LabTerminal({
    place: {name: 'client', host: 'client'},
    nonce: 'nonce',
    size: {columns: 80, rows: 10},
    now: () => 0,
    openScreen: (size, answer) => new Screen(size, {answer}),
  });
  await terminal.attach(
    async (): Promise<Terminal> => ({
      write: (data) => typed.push(data),
      resize: (size) => sizes.push(size),
      pause: () => {},
      resume: () => {},
      close: async () => {},
      onData: (listener) => {
        print = listener;
      },
      ended: new Promise(() => {}),
    }),
  );
  const changes = new EventEmitter();
  const session = {
    state: first,
    terminal: (name: string) => (name === 'client' ? terminal : undefined),
    subscribe: (changed: () => void) => {
      changes.on('change', changed);
      return () => changes.off('change', changed);
    },
  };
  return {
    terminal,
    typed,
    sizes,
    print: (data: string) => print(data),
    become: (state: SessionState) => {
      session.state = state;
      changes.emit('change');
    },
    session: session as unknown as Session,
  };
}

function openWindow() {
  const said: WindowMessage[] = [];
  const window = new EventEmitter();
  const gone = new AbortController();
  return {
    said,
    data: () => said.flatMap((message) => (message.type === 'data' ? [message.data] : [])).join(''),
    say: (message: unknown) => window.emit('message', message),
    leave: () => gone.abort(),
    connection: {
      send: (message: WindowMessage) => said.push(message),
      queued: () => 0,
      onceDrained: () => {},
      messages: (async function* () {
        try {
          for await (const [message] of on(window, 'message', {signal: gone.signal})) yield message;
        } catch {
          // The window is gone.
        }
      })(),
    },
  };
}

const size = {columns: 100, rows: 30};

describe('a window that does not read', () => {
  it('costs the app little memory, and gets the right screen when it reads on', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    const tab = await openTab(at('create'));
    let queued = () => 0;
    home.serve(
      async () => undefined,
      async (_, connection) => {
        queued = connection.queued;
        await serveWindow(tab.session, {terminal: 'client', size}, connection);
      },
    );
    const emulator = new Screen(size);
    const window = connect(paths.socket);
    window.pause();
    window.write('{"stays":true}\n');
    await expect.poll(() => tab.terminal.windowCount).toBe(1);
    let most = 0;
    let number = 0;
    const printLines = async () => {
      const lines = Array.from({length: 2000}, (_, index) => `little by little ${number + index + 1}\r\n`);
      number += lines.length;
      tab.print(lines.join(''));
      await expect.poll(() => tab.terminal.screen?.pending).toBe(0);
      most = Math.max(most, queued());
    };
    for (let time = 0; time < 60; time += 1) await printLines();
    expect(most).toBeGreaterThan(1024 * 1024);
    expect(most).toBeLessThan(1.5 * 1024 * 1024);

    let text = '';
    window.setEncoding('utf8');
    window.on('data', (part) => {
      const lines = `${text}${part}`.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        expect(line.length).toBeLessThan(64 * 1024);
        const message = JSON.parse(line) as WindowMessage;
        if (message.type === 'data') void emulator.write(message.data);
      }
    });
    window.resume();
    await expect.poll(() => emulator.text()).toContain(`little by little ${number}`);
    tab.print('and on');
    await expect.poll(() => emulator.text()).toContain('and on');
    await expect.poll(() => emulator.rows()).toEqual(tab.terminal.screen?.rows());
    expect(emulator.cursor()).toEqual(tab.terminal.screen?.cursor());
    window.destroy();
  });
});

describe('a window on a tab', () => {
  it('gets what the shell prints in pieces that no line of JSON is too short for', async () => {
    const tab = await openTab(at('create'));
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    const text = `${'x'.repeat(16 * 1024 - 1)}\u{1f600}${'y'.repeat(100_000)}`;
    tab.print(text);
    expect(window.data()).toContain(text);
    for (const message of window.said)
      if (message.type === 'data') expect(message.data.length).toBeLessThanOrEqual(16 * 1024);
    expect(window.said).not.toContainEqual(
      expect.objectContaining({data: expect.stringMatching(/[\ud800-\udbff]$/)}),
    );
    window.leave();
  });

  it('shows what is there and what comes, types, and has its own size as long as it is there', async () => {
    const tab = await openTab(at('create'));
    tab.print('before\r\n');
    await expect.poll(() => tab.terminal.screen?.text()).toContain('before');
    const window = openWindow();
    const served = serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    expect(window.data()).toContain('before');
    tab.print('after');
    expect(window.data()).toContain('after');
    expect(tab.sizes.at(-1)).toEqual(size);
    expect(tab.terminal.windowCount).toBe(1);
    window.say({type: 'data', data: 'ls\r'});
    await expect.poll(() => tab.typed).toEqual(['ls\r']);
    window.say({type: 'resize', columns: 70, rows: 20});
    await expect.poll(() => tab.sizes.at(-1)).toEqual({columns: 70, rows: 20});
    window.leave();
    await served;
    expect(tab.sizes.at(-1)).toEqual({columns: 80, rows: 10});
    expect(tab.terminal.windowCount).toBe(0);
  });

  it('does not pass on what reaches for the person’s terminal, in whatever pieces it comes', async () => {
    const tab = await openTab(at('create'));
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    const hostile =
      '\u001b]52;c;aGk=\u0007\u001b]0;title\u001b\\\u001bPq#0\u001b\\\u001b_x\u001b\\\u009d52;c;aGk=\u009c';
    for (const character of `${hostile}fine\u001b[32mgreen`) tab.print(character);
    expect(window.data()).toContain('fine\u001b[32mgreen');
    expect(window.data()).not.toMatch(/aGk|title|\u009d|\u001b[\]P_]/);
    window.leave();
  });

  it('is not asked what the tab answers, however many windows there are', async () => {
    const tab = await openTab(at('create'));
    const windows = [openWindow(), openWindow()];
    for (const {connection} of windows) void serveWindow(tab.session, {terminal: 'client', size}, connection);
    tab.print('here\u001b[');
    tab.print('6n\u001b[c.');
    for (const window of windows) {
      expect(window.data()).toContain('here.');
      window.leave();
    }
    expect(tab.typed).toEqual(['\u001b[1;5R', expect.stringMatching(/^\u001b\[\?[\d;]+c$/)]);
  });

  it('is refused where another lesson is open than the one it was asked for', async () => {
    const tab = await openTab(at('create'));
    const window = openWindow();
    await serveWindow(tab.session, {terminal: 'client', lesson: '02-two', size}, window.connection);
    expect(window.said).toEqual([
      expect.objectContaining({
        type: 'refused',
        isWrongUse: true,
        message: expect.stringContaining('Lesson 01-one'),
      }),
    ]);
    const joined = openWindow();
    void serveWindow(tab.session, {terminal: 'client', lesson: '01-one', size}, joined.connection);
    expect(tab.terminal.windowCount).toBe(1);
    joined.leave();
  });

  it('takes no notice of a message that is none', async () => {
    const tab = await openTab(at('create'));
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    for (const message of [
      {},
      {type: 'data'},
      {type: 'data', data: 3},
      {type: 'resize', columns: -1, rows: 1e9},
    ])
      window.say(message);
    window.say({type: 'data', data: 'x'});
    await expect.poll(() => tab.typed).toEqual(['x']);
    window.leave();
  });

  it('says a passed step between two lines, and the prompt again', async () => {
    const state = at('create');
    const tab = await openTab(state);
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    tab.print('\u001b]133;A;nonce\u0007client$ ');
    await expect.poll(() => tab.terminal.screen?.cursor().column).toBe(8);
    tab.become(after(state, verdictOf(state, {type: 'passed', evidence: 'it is there'})).state);
    expect(window.data()).toContain('✔ The step create: it is there');
    expect(window.data().slice(window.data().indexOf('it is there'))).toContain('client$');
    window.leave();
  });

  it('26: says a passed step neither in the midst of a line nor over a program on the whole screen', async () => {
    const state = at('create');
    const tab = await openTab(state);
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    tab.print('\u001b]133;C;nonce;sleep 9\u0007half a li');
    await expect.poll(() => tab.terminal.screen?.cursor().column).toBe(9);
    tab.become(after(state, verdictOf(state, {type: 'passed', evidence: 'it is there'})).state);
    tab.print('ne');
    await expect.poll(() => tab.terminal.screen?.cursor().column).toBe(11);
    tab.print('\u001b[?1049h\u001b[H');
    await expect.poll(() => tab.terminal.screen?.modes.alternateScreen).toBe(true);
    tab.print('~');
    await expect.poll(() => tab.terminal.screen?.cursor().column).toBe(1);
    expect(window.data()).not.toContain('it is there');
    tab.print('\u001b[?1049l\r\n');
    await expect.poll(() => tab.terminal.screen?.cursor().column).toBe(0);
    tab.print('next');
    expect(window.data()).toContain('it is there');
    window.leave();
  });

  it('ends when the lesson is left', async () => {
    const state = at('create');
    const tab = await openTab(state);
    const window = openWindow();
    void serveWindow(tab.session, {terminal: 'client', size}, window.connection);
    tab.become(after(state, {type: 'leave-lesson'}).state);
    expect(window.said.at(-1)).toMatchObject({type: 'end', exitCode: 0});
    tab.print('more');
    expect(window.said.at(-1)).toMatchObject({type: 'end'});
    window.leave();
  });

  it('is refused where there is no such tab, or no lesson', async () => {
    for (const [state, terminal] of [
      [at('create'), 'nowhere'],
      [start(), undefined],
      [after(at('create'), {type: 'leave-lesson'}).state, undefined],
    ] as const) {
      const tab = await openTab(state);
      const window = openWindow();
      await serveWindow(tab.session, {terminal, size}, window.connection);
      expect(window.said).toEqual([expect.objectContaining({type: 'refused'})]);
    }
  });
});
