import type {Key} from 'ink';
import type {SessionEvent} from '../session/session-event.ts';
import type {Dialog, SessionState} from '../session/session-state.ts';

type PointerEvent = Extract<SessionEvent, {readonly type: 'point-in-dialog'}>;

/** What a key means while a dialog lies over map or lesson. Undefined: nothing. */
export function dialogKeyEvent(
  state: SessionState,
  dialog: Dialog,
  input: string,
  key: Partial<Key>,
  /** How far the page of keys can be scrolled. */
  most: number,
  now: number,
): SessionEvent | undefined {
  const close: SessionEvent = {type: 'close-dialog'};
  if (key.escape || (key.ctrl && input === 'c')) return close;
  switch (dialog.type) {
    case 'keys':
      return scrollEvent(key, most) ?? close;
    case 'reset':
      if (input === 's' && state.open) return {type: 'reset', what: 'step', now};
      return input === 'l' ? {type: 'reset', what: 'lesson', now} : close;
    case 'steps':
      if (input === 'q' || input === 'g') return close;
      return pointerEvent(input, key) ?? (key.return ? {type: 'choose-in-dialog', now} : undefined);
    case 'search':
      if (key.return) return {type: 'choose-in-dialog', now};
      if (key.backspace || key.delete)
        return {type: 'change-query', query: [...dialog.query].slice(0, -1).join('')};
      return pointerEvent('', key) ?? typed(dialog.query, input, key);
  }
}

function pointerEvent(input: string, key: Partial<Key>): PointerEvent | undefined {
  if (key.upArrow || input === 'k') return {type: 'point-in-dialog', by: -1};
  if (key.downArrow || input === 'j') return {type: 'point-in-dialog', by: 1};
  return undefined;
}

function scrollEvent(key: Partial<Key>, most: number): SessionEvent | undefined {
  if (key.pageUp) return {type: 'point-in-dialog', by: -most, most};
  if (key.pageDown) return {type: 'point-in-dialog', by: most, most};
  const event = pointerEvent('', key);
  return event && {...event, most};
}

function typed(query: string, input: string, {ctrl, meta}: Partial<Key>): SessionEvent | undefined {
  if (ctrl && input === 'u') return {type: 'change-query', query: ''};
  const words = input.replace(/[\0-\x1f\x7f-\x9f]+/g, ' ');
  return ctrl || meta || words === '' ? undefined : {type: 'change-query', query: query + words};
}
