// What the programs here use of Node, for your editor. Nothing to do in this file.
declare const process: {
  once(signal: 'SIGINT' | 'SIGTERM', act: () => void): void;
  exit(code?: number): never;
};

declare module 'node:timers/promises' {
  /** Resolves after so many milliseconds. */
  export function setTimeout(milliseconds: number): Promise<void>;
}
