/**
 * Takes back every mode that a full-screen app, a shell or a program in it may have set on the person's own terminal,
 * and leaves the cursor where it is: mouse reports, paste brackets, focus reports, key protocols, character set,
 * wrapping, insertion, scroll region, colours, a hidden cursor and its shape.
 */
export const restoreTerminal = [
  // A soft reset turns wrapping off in some terminals and is unknown to others (tmux): each mode follows by itself.
  '\u001b[!p',
  '\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1005l\u001b[?1006l\u001b[?1015l\u001b[?1004l\u001b[?2004l\u001b[?2026l',
  '\u001b[<u\u001b[>4;0m\u001b[?1l\u001b>',
  '\u001b[?7h\u001b[4l\u001b[?5l',
  // Taking the scroll region back moves the cursor.
  '\u001b7\u001b[r\u001b8',
  '\u001b(B\u000f\u001b[0m\u001b[?25h\u001b[0 q',
].join('');

/** Back to the normal screen; where the terminal is on it already the cursor stays, since it is saved right before. */
export const leaveAlternateScreen = '\u001b7\u001b[?1049l';

/** For an app on the other screen that has no chance, or no right any more, to end in order. */
export const giveTerminalBack = `${leaveAlternateScreen}${restoreTerminal}`;

/** Rows are counted from the top of the screen again. Moves the cursor: to the last row, where nothing is written over. */
export const leaveOriginMode = '\u001b[?6l\u001b[999;1H';
