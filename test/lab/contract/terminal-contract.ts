import {describe, expect, it} from 'vitest';
import type {SharedLab} from './contract-lab.ts';
import {RawTerminal, TypedTerminal} from './typed-terminal.ts';
import {until} from './until.ts';

/** Shells on a real terminal device. */
export function describeTerminal(shared: SharedLab): void {
  describe('a terminal', () => {
    it('knows its size from the first command on, and every new one', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client', {columns: 97, rows: 31});
      raw.type('stty size\r');
      await raw.untilText('31 97');
      for (const columns of [60, 70, 80, 101]) raw.terminal.resize({columns, rows: 40});
      await until('the shell sees the last size', async () => {
        raw.type('stty size\r');
        await raw.untilQuiet();
        return raw.text.includes('40 101');
      });
      await raw.terminal.close();
    });

    it('passes colours and characters of several bytes as they come', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type("printf '\\033[31mčervená\\033[0m 🚀\\n'\r");
      await raw.untilText('\u001b[31mčervená\u001b[0m 🚀');
      await raw.terminal.close();
    });

    it('ends a program with Ctrl-C', async () => {
      const terminal = await TypedTerminal.open(shared.lab, 'client');
      terminal.type('sleep 86392\r');
      await until('sleep runs', async () => (await sleepers(shared)).length > 0);
      terminal.type('\u0003');
      await terminal.untilPrompt();
      expect(terminal.commands.at(-1)).toMatchObject({command: 'sleep 86392', exitCode: 130});
      expect(await sleepers(shared)).toEqual([]);
      await terminal.close();
    });

    it('7: is not frozen by Ctrl-S, neither at the prompt nor under a program', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type('\u0013');
      await raw.untilText('i-search');
      raw.type('\u0007echo at-the-$((40 + 2))\r');
      await raw.untilText('at-the-42');
      raw.type('cat\r');
      await raw.untilText('cat\r\n');
      raw.type('\u0013typed\r');
      await raw.untilText('\u0013typed');
      await raw.terminal.close();
    });

    it('gives the shell’s exit code', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type('exit 7\r');
      expect(await raw.terminal.ended).toEqual({type: 'exited', exitCode: 7});
      raw.type('typed into the void\r');
      raw.terminal.resize({columns: 10, rows: 10});
      await raw.terminal.close();
    });

    it('takes its programs along when it is closed', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type('sleep 86392\r');
      await until('sleep runs', async () => (await sleepers(shared)).length > 0);
      await raw.terminal.close();
      expect(await raw.terminal.ended).toEqual({type: 'exited', exitCode: 129});
      await until('sleep is gone', async () => (await sleepers(shared)).length === 0);
    });

    it('is closed too when its shell is deaf', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type('trap "" HUP TERM; sleep 86392\r');
      await until('sleep runs', async () => (await sleepers(shared)).length > 0);
      await raw.terminal.close();
      expect(await raw.terminal.ended).toMatchObject({type: 'exited'});
    });

    it('holds a shell up while it is paused and loses nothing', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      const lines = 300_000;
      raw.type(`echo; seq 1 ${lines}; echo all "do"ne\r`);
      await raw.untilText('\n100\r');
      raw.terminal.pause();
      await raw.untilQuiet();
      expect(raw.text).not.toContain('all done');
      raw.terminal.resume();
      await raw.untilText('all done');
      const numbers = raw.text.split('\r\n').filter((line) => /^\d+$/.test(line));
      expect([numbers.length, numbers.at(-1)]).toEqual([lines, String(lines)]);
      await raw.terminal.close();
    });

    it('says that its host was killed under it', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      await shared.lab.kill('client');
      expect(await raw.terminal.ended).toEqual({type: 'killed'});
      await shared.lab.startHost('client');
    });

    it('dies with its host before its programs can say good-bye', async () => {
      for (let round = 0; round < 3; round++) {
        const raw = await RawTerminal.open(shared.lab, 'client');
        // So many that the first to die is long dead when the last one's turn comes.
        raw.type('(for i in {1..300}; do sleep 86392 & done)\r');
        raw.type(`bash -c 'trap "echo bye >>good-bye" HUP TERM; echo list""ening; while :; do :; done'\r`);
        await raw.untilText('listening');
        await shared.lab.kill('client');
        await raw.terminal.ended;
        await shared.lab.startHost('client');
      }
      const {output} = await shared.lab.exec('client', 'cat good-bye 2>/dev/null; true', {timeLimit: 20_000});
      expect(output).toBe('');
    });

    it('stands still with its host, and goes on with it', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type('while :; do echo tick; sleep 0.1; done\r');
      await raw.untilText('tick\r\ntick\r\ntick');
      await shared.lab.pause('client');
      expect(shared.lab.hostState('client')).toBe('paused');
      await raw.untilQuiet();
      const programs = await shared.subject.listPrograms(shared.identity, 'client');
      expect(programs.length).toBeGreaterThan(0);
      expect(programs.filter(({standsStill}) => !standsStill)).toEqual([]);
      const before = raw.bytes.length;
      await shared.lab.unpause('client');
      expect(shared.lab.hostState('client')).toBe('up');
      await until('it ticks again', () => raw.bytes.length > before);
      raw.type('\u0003');
      await raw.terminal.close();
    });

    it('does not take standing still for Ctrl-Z: its program stays in the foreground', async () => {
      const raw = await RawTerminal.open(shared.lab, 'client');
      raw.type(`bash -c 'while :; do echo tick; sleep 0.05; done'\r`);
      await raw.untilText('tick\r\ntick');
      for (let round = 0; round < 8; round++) {
        await shared.lab.pause('client');
        await raw.untilQuiet();
        const before = raw.bytes.length;
        await shared.lab.unpause('client');
        await until('it ticks again', () => raw.bytes.length > before);
      }
      expect(raw.text).not.toMatch(/Stopped|\[1\]\+/);
      raw.type('\u0003');
      await raw.terminal.close();
    });
  });
}

async function sleepers({subject, identity}: SharedLab): Promise<readonly string[]> {
  const programs = await subject.listPrograms(identity, 'client');
  return programs.map(({command}) => command).filter((command) => command.startsWith('sleep 86392'));
}
