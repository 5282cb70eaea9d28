/** The part of a terminal's stream that a frame is written to. */
export interface FrameTarget {
  readonly rows?: number;
  write(text: string): unknown;
}

export interface FrameWriter {
  /** Rows from the top of the screen, separated by `\n`; those below the last one are blank. */
  draw(frame: string): void;
  /** Somebody else has written to the screen: the next frame is drawn whole. */
  forget(): void;
}

const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';

/**
 * Writes frames to a screen on which nothing wraps, each row at its own place: a terminal that takes a character for
 * wider or narrower than we do spoils the row it stands in and no other. Only rows that changed are written.
 */
export function createFrameWriter(target: FrameTarget): FrameWriter {
  let shown: readonly string[] | undefined;
  return {
    draw(frame) {
      const rows = frame.split('\n').slice(0, target.rows || 24);
      const count = Math.max(rows.length, shown?.length ?? 0);
      let changes = '';
      for (let index = 0; index < count; index++) {
        const row = rows[index] ?? '';
        // Erased before it is written: behind a row that fills the screen the cursor still stands on its last cell.
        if (row !== shown?.[index]) changes += `\u001b[${index + 1};1H\u001b[0m\u001b[2K${row}`;
      }
      shown = rows;
      if (changes !== '') target.write(`${beginUpdate}${changes}\u001b[0m${endUpdate}`);
    },
    forget() {
      shown = undefined;
    },
  };
}

/** True for what only moves the cursor or sets modes. */
export function drawsNothing(text: string): boolean {
  return text.replace(/\u001b\[[?\d;]*[A-Za-z]/g, '') === '';
}
