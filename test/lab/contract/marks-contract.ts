import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runBlock} from '../../../src/session/run-block.ts';
import type {SharedLab} from './contract-lab.ts';
import {TypedTerminal} from './typed-terminal.ts';
import {until} from './until.ts';

/** What the shell says about commands, in both ways it has to say it. */
export function describeMarks(shared: SharedLab): void {
  describe.each([
    {shell: 'a shell with PS0', start: undefined},
    {
      shell: 'an old shell, which has no PS0',
      start: 'LAB_NO_PS0=1 exec bash --noprofile --rcfile .lab/bashrc -i',
    },
  ])('marks of $shell', ({start}) => {
    let terminal: TypedTerminal;

    beforeAll(async () => {
      terminal = await TypedTerminal.open(shared.lab, 'client');
      if (start === undefined) return;
      terminal.type(`${start}\r`);
      await until('the old shell runs', () => terminal.commands.some(({command}) => command === start));
      // The shell that was replaced never says that its command ended; the new one's prompt does.
      await terminal.run('true');
    });

    afterAll(async () => terminal.close());

    const type = async (how: 'bash' | 'keys', line: string, stays: boolean) => {
      const {tab} = terminal;
      const stage = {
        terminal: () => tab,
        saveFile: async () => undefined,
        untilCluster: async () => {},
        show: () => {},
        typingPace: 0,
      };
      const block = {terminal: 'client', stays, readiness: undefined, line: 0, how, lines: [line]} as const;
      return runBlock(block, stage, new AbortController().signal);
    };

    it('tell the command, its output and its exit code', async () => {
      expect(await terminal.run('echo hello; (exit 4)')).toMatchObject({
        command: 'echo hello; (exit 4)',
        output: 'hello\n',
        exitCode: 4,
      });
    });

    it('tell a command that was typed from one that was printed', async () => {
      const {id} = await terminal.run("echo 'bin/kafka-topics.sh --list'");
      expect(terminal.commands.filter(({command}) => command === 'bin/kafka-topics.sh --list')).toEqual([]);
      expect(terminal.commands.at(-1)).toMatchObject({id, output: 'bin/kafka-topics.sh --list\n'});
    });

    it('come a moment before their program: Ctrl-C pressed at that very moment ends it all the same', async () => {
      for (let time = 0; time < 3; time += 1) {
        expect(await type('bash', 'sleep 100', true)).toMatchObject({type: 'done'});
        expect(await type('keys', 'ctrl-c', true)).toMatchObject({type: 'done'});
        expect(terminal.commands.at(-1)).toMatchObject({command: 'sleep 100', exitCode: 130});
      }
    });

    it('20: of a server are left alone by what is typed there for the learner', async () => {
      const server = 'kafka-server-start() { sleep 100; }; kafka-server-start config';
      await type('bash', server, true);
      const {reason} = (await type('bash', 'echo next', false)) as {reason?: string};
      expect(reason).toContain('runs in');
      expect(reason).toContain('end it there yourself (Ctrl-C)');
      expect(terminal.commands.at(-1)).toMatchObject({command: server, exitCode: undefined});
      await type('keys', 'ctrl-c', false);
    });

    it('tell the same command twice when it is typed twice', async () => {
      const first = await terminal.run('echo again');
      const second = await terminal.run('echo again');
      expect([second.command, second.id]).toEqual(['echo again', first.id + 1]);
    });

    it.each([
      String.raw`printf '%s\n' 'a;b' "c\\d" 'e	f' # ; \ \x3b`,
      String.raw`echo "čau; 'světe'" \; 'x\ny'`,
      '  echo   spaces   stay  ',
      'echo 7 ; echo *nothing*',
      'echo "21: Kafka is ready! go!fast"',
    ])('carry %j as it was typed', async (command) => {
      // A tab would complete; the shell takes it literally after Ctrl-V.
      const typed = command.replaceAll('\t', '\u0016\t');
      const {command: recorded, exitCode} = await terminal.run(typed);
      expect([recorded.trim(), exitCode]).toEqual([command.trim(), 0]);
    });

    it('carry a command of several lines whole', async () => {
      const record = await terminal.run("cat <<'end'\rfirst; line\r\\second\rend");
      expect(record).toMatchObject({
        command: "cat <<'end'\nfirst; line\n\\second\nend",
        output: expect.stringContaining('first; line\n\\second\n'),
        exitCode: 0,
      });
      expect(await terminal.run('echo "one\rtwo"')).toMatchObject({
        command: 'echo "one\ntwo"',
        output: expect.stringContaining('one\ntwo\n'),
      });
    });

    it('tell a pipeline, a loop and a function as one command each', async () => {
      for (const command of [
        'echo a | cat | cat',
        'for i in 1 2 3; do echo $i; done',
        'f() { echo in; }; f; f',
      ]) {
        const before = terminal.commands.length;
        expect(await terminal.run(command)).toMatchObject({command, exitCode: 0});
        expect(terminal.commands.length).toBe(before + 1);
      }
    });

    it('39: tell a line that the shell could not read, once, and none where nothing was typed', async () => {
      const before = terminal.commands.length;
      expect(await terminal.run('echo (a|b)')).toMatchObject({
        command: 'echo (a|b)',
        output: expect.stringMatching(/^bash: syntax error near unexpected token .+\n$/),
        exitCode: 2,
      });
      terminal.type('\r');
      await terminal.untilPrompt();
      expect(await terminal.run('(exit 2)')).toMatchObject({command: '(exit 2)', exitCode: 2});
      terminal.type('\r');
      await terminal.untilPrompt();
      expect(await terminal.run('echo (a|b)')).toMatchObject({command: 'echo (a|b)', exitCode: 2});
      expect(await terminal.run('true')).toMatchObject({command: 'true', output: '', exitCode: 0});
      expect(terminal.commands.slice(before)).toHaveLength(4);
    });

    it('count for nothing with another nonce', async () => {
      const before = terminal.commands.length;
      await terminal.run(
        String.raw`printf '\033]133;D;forged;0\a\033]133;C;forged;rm -rf x\a\033]7733;forged;1;kill;client\a'`,
      );
      await terminal.run('echo still here');
      expect(terminal.commands.slice(before).map(({command}) => command)).toEqual([
        expect.stringContaining('printf'),
        'echo still here',
      ]);
      expect(shared.lab.hostState('client')).toBe('up');
    });

    it('are not disturbed by an empty line, by Ctrl-C at the prompt or by completion', async () => {
      const before = terminal.commands.length;
      terminal.type('\r');
      await terminal.untilPrompt();
      terminal.type('never run\u0003');
      await terminal.untilPrompt();
      expect(await terminal.run('echo conf\t; true')).toMatchObject({exitCode: 0});
      expect(terminal.commands.slice(before)).toHaveLength(1);
    });
  });
}
