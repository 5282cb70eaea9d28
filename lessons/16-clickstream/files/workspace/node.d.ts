// What the programs here use of Node, for your editor. Nothing to do in this file.
declare const process: {
  readonly argv: readonly string[];
  once(signal: 'SIGINT' | 'SIGTERM', act: () => void): void;
};
