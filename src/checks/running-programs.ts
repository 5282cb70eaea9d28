import type {LabProgram, ProgramSignal} from '../lab/lab.ts';
import type {CheckQuestion, ProgramLook} from './check-messages.ts';
import type {CheckPorts} from './check-runner.ts';

/** Milliseconds after which a look is answered although nothing was printed. */
const longestLook = 1000;

/** Programs one check may have started: more are a slip of its author's. */
const mostPrograms = 20;

/** The programs that one run of a check has started. None of them outlives it, and none is started after it. */
export class RunningPrograms {
  readonly #start: CheckPorts['startProgram'];
  readonly #programs = new Map<number, Promise<LabProgram>>();
  #lastId = 0;
  #isOver = false;

  constructor({startProgram}: Pick<CheckPorts, 'startProgram'>) {
    this.#start = startProgram;
  }

  async start({
    host,
    command,
    environment,
    timeLimit,
  }: Extract<CheckQuestion, {type: 'run'}>): Promise<number> {
    if (this.#isOver) throw new Error('the check has given its verdict: it may run nothing more');
    if (this.#programs.size >= mostPrograms)
      throw new Error(`a check may run ${mostPrograms} programs, and this one wants more`);
    this.#lastId += 1;
    const id = this.#lastId;
    const starting = this.#start(host, command, {timeLimit, environment});
    this.#programs.set(id, starting);
    await starting;
    return id;
  }

  async look(id: number, from: number): Promise<ProgramLook> {
    const {output, ended} = await this.#find(id);
    await output.beyond(from, longestLook);
    const printed = output.text.slice(from);
    if (!output.isOver) return {printed, isOver: false};
    const {exitCode} = await ended;
    return {printed, isOver: true, ...(exitCode === undefined ? {} : {exitCode})};
  }

  async signal(id: number, signal: ProgramSignal): Promise<void> {
    const program = await this.#find(id);
    if (!program.output.isOver) await program.signal(signal);
  }

  /** Those still being started too: what is asked for is there a moment later. */
  async killAll(): Promise<void> {
    this.#isOver = true;
    const programs = [...this.#programs.values()];
    this.#programs.clear();
    const killed = programs.map(async (starting) => {
      const program = await starting;
      if (!program.output.isOver) await program.kill();
    });
    await Promise.allSettled(killed);
  }

  async #find(id: number): Promise<LabProgram> {
    const program = this.#programs.get(id);
    if (!program) throw new Error('this program is over: it belonged to an earlier run of the check');
    return program;
  }
}
