import {useEffect, useState} from 'react';
import type {TerminalSize} from '../terminal/terminal.ts';

/** The size of the window the app runs in, as it is now. */
export function useSize(stdout: NodeJS.WriteStream): TerminalSize {
  const [size, setSize] = useState(() => readSize(stdout));
  useEffect(() => {
    const update = () => setSize(readSize(stdout));
    // The window may have changed between the first drawing and now.
    update();
    stdout.on('resize', update);
    return () => {
      stdout.off('resize', update);
    };
  }, [stdout]);
  return size;
}

function readSize({columns, rows}: NodeJS.WriteStream): TerminalSize {
  return {columns: columns || 80, rows: rows || 24};
}
