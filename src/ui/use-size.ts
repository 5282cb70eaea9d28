import {useCallback, useEffect, useState} from 'react';
import type {TerminalSize} from '../terminal/terminal.ts';

export interface WindowSize {
  readonly size: TerminalSize;
  /** Another one each time the whole screen has to be drawn anew. */
  readonly drawing: number;
  redraw(): void;
}

/** Calls the listener after each change of the window, also after one that was undone at once; gives how to stop that. */
export type OnWindowChange = (listener: () => void) => () => void;

/** The size of the window the app runs in, as it is now. `wipe` leaves a blank screen: all is drawn anew on it. */
export function useSize(
  stdout: NodeJS.WriteStream,
  onWindowChange: OnWindowChange,
  wipe: () => void,
): WindowSize {
  const [{size, drawing}, setWindow] = useState(() => ({size: readSize(stdout), drawing: 0}));
  const redraw = useCallback(() => {
    wipe();
    setWindow((before) => ({size: readSize(stdout), drawing: before.drawing + 1}));
  }, [stdout, wipe]);
  useEffect(() => {
    // The window may have changed between the first drawing and now.
    const {columns, rows} = readSize(stdout);
    if (columns !== size.columns || rows !== size.rows) redraw();
    // Not the stream's `resize`: smaller and back again is the same size to it, and a scrambled picture to the learner.
    return onWindowChange(redraw);
    // The size of the first drawing is meant: from then on the listener tells.
  }, [stdout, onWindowChange, redraw]);
  return {size, drawing, redraw};
}

function readSize({columns, rows}: NodeJS.WriteStream): TerminalSize {
  return {columns: columns || 80, rows: rows || 24};
}
