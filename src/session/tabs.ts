import {permitted} from './permitted.ts';
import type {SessionEffect} from './session-effect.ts';
import {currentStep, type OpenLesson, type SessionState, type Tab, watchedTab} from './session-state.ts';

/** Whether there is a terminal to go to. */
export function canFocusTerminal(state: SessionState): boolean {
  return permitted(state).terminal === undefined;
}

/** The lesson where no terminal can be gone to. */
export function moveFocus(state: SessionState, open: OpenLesson, on: 'lesson' | 'terminal'): OpenLesson {
  if (on === 'lesson' || !canFocusTerminal(state))
    return {...open, focus: 'lesson', focusIsLent: false, zoom: open.zoom === 'off' ? 'off' : 'left'};
  return {...open, focus: 'terminal', focusIsLent: false, zoom: open.zoom === 'off' ? 'off' : 'on'};
}

/** Whoever goes to a terminal is done with reading. */
export function sitDown(open: OpenLesson): OpenLesson {
  return open.focus === 'terminal' ? {...open, isReading: false} : open;
}

/** The terminal on the whole screen, or beside the lesson again. */
export function toggleZoom(state: SessionState, open: OpenLesson): OpenLesson {
  if (!canFocusTerminal(state)) return open;
  return {...open, focus: 'terminal', focusIsLent: false, zoom: open.zoom === 'off' ? 'on' : 'off'};
}

/** The one that is named or that the page asks for, else one in which something runs, else the next one. */
export function toggleWatched(open: OpenLesson, named?: string): OpenLesson {
  if (named !== undefined && named !== watchedTab(open)?.name) return {...open, watched: named};
  if (watchedTab(open)) return {...open, watched: undefined};
  const {tabs, activeTab} = open;
  const others = [...tabs.slice(activeTab + 1), ...tabs.slice(0, activeTab)];
  const asked = others.find(({name}) => name === currentStep(open)?.watch);
  const busy = others.find(({running}) => running !== undefined);
  return {...open, watched: (asked ?? busy ?? others[0])?.name};
}

/** What is to be done with the tab that is shown; nothing where there is none. */
export function withTab(open: OpenLesson, effect: (tab: Tab) => SessionEffect): readonly SessionEffect[] {
  const tab = open.tabs[open.activeTab];
  return tab ? [effect(tab)] : [];
}

/** The lesson with one of its tabs changed. */
export function mapTab(open: OpenLesson, name: string, change: (tab: Tab) => Tab): OpenLesson {
  return {...open, tabs: open.tabs.map((tab) => (tab.name === name ? change(tab) : tab))};
}
