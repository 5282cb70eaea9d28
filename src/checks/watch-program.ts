import type {RunningProgram} from './api.ts';
import type {CheckQuestion, ProgramLook} from './check-messages.ts';

/** A program that the app runs for a check, seen from the check's process. `id` is what the app knows it by. */
export function watchProgram(id: number, ask: (question: CheckQuestion) => Promise<unknown>): RunningProgram {
  let output = '';
  let isOver = false;
  const listeners = new Set<() => void>();
  const watch = async () => {
    for (;;) {
      const look = (await ask({type: 'look-at-program', program: id, from: output.length})) as ProgramLook;
      output += look.printed;
      isOver = look.isOver;
      for (const listener of [...listeners]) listener();
      if (look.isOver) return {output, exitCode: look.exitCode};
    }
  };
  const ended = watch();
  // Nobody has to wait for a program's end.
  ended.catch(() => {});
  return {
    get output() {
      return output;
    },
    ended,
    until: async (pattern, limit = 10_000) => {
      const holds = () =>
        typeof pattern === 'string' ? output.includes(pattern) : output.search(pattern) !== -1;
      if (holds() || isOver) return holds();
      await new Promise<void>((resolve) => {
        const settle = () => {
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        };
        const look = () => {
          if (isOver || holds()) settle();
        };
        const timer = setTimeout(settle, limit);
        listeners.add(look);
      });
      return holds();
    },
    kill: async (signal = 'SIGTERM') => {
      await ask({type: 'signal-program', program: id, signal});
    },
  };
}
