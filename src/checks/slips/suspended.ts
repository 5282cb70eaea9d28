import {isSuspended, type Slip} from './placed-command.ts';

/** Ctrl-Z: whatever the program printed, it stands still now. */
export const suspendedSlips: readonly Slip[] = [
  (typed) =>
    isSuspended(typed, typed.next)
      ? {
          type: 'failed',
          kind: 'suspended',
          message: `Ctrl-Z did not end the program in ${typed.terminal}: it is only suspended.`,
          expected: 'a program that runs, or one that was ended with Ctrl-C',
          observed: `\`${typed.command}\` is suspended`,
          why: 'A suspended program still holds its port and its seat, and answers nobody. `fg` lets it go on; then Ctrl-C ends it.',
        }
      : undefined,
];
