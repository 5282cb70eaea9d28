import {useEffect, useState} from 'react';
import type {OpenLesson} from '../session/session-state.ts';
import {runningTime} from './tab-line.ts';

/** Milliseconds between two looks at the clock. */
const pace = 1000;

/** Draws again when a tab has to tell another time for which its program runs. */
export function useRunningTimes(open: OpenLesson | undefined, now: () => number): void {
  const [, setTimes] = useState('');
  const tabs = open?.tabs;
  useEffect(() => {
    const running = tabs?.filter(({runningSince, serves}) => runningSince !== undefined && !serves) ?? [];
    if (running.length === 0) return;
    const timer = setInterval(
      () => setTimes(running.map((tab) => runningTime(tab, now()) ?? '').join()),
      pace,
    );
    return () => clearInterval(timer);
  }, [tabs, now]);
}
