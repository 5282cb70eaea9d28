/** In character cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Below it there is no room for the course. */
export const smallestScreen: TerminalSize = {columns: 60, rows: 15};

export type TerminalEnd =
  | {readonly type: 'exited'; readonly exitCode: number}
  /** The host was killed under the shell. */
  | {readonly type: 'killed'};

/** A shell on a host with a real terminal device. Bytes in both directions, nothing interpreted. */
export interface Terminal {
  write(data: string): void;
  resize(size: TerminalSize): void;
  /** Stops reading from the shell until `resume`: back pressure. */
  pause(): void;
  resume(): void;
  /** Hangs up, as closing a terminal window does. Resolves when the shell is gone. */
  close(): Promise<void>;
  /** Called with what the shell printed. At most one listener. */
  onData(listener: (data: Uint8Array | string) => void): void;
  /** Resolves once, when the shell is gone for whatever reason. */
  readonly ended: Promise<TerminalEnd>;
}
