import type {Step} from '../course/lesson.ts';
import {chosenIn, reduceDialog} from './dialog.ts';
import {act, choose, point, runCheck, takeVerdict} from './judging.ts';
import {actOf, permitted} from './permitted.ts';
import {
  addLogLine,
  arriveAt,
  go,
  goTo,
  labClosed,
  labRunning,
  leaveLesson,
  openLesson,
  quit,
  reset,
  startLab,
  travel,
} from './places.ts';
import {rememberServers} from './progress.ts';
import {clamp, isUnderWay, just, type Reduced, refused, save, withOpen, withStep} from './reduced.ts';
import type {SessionEvent} from './session-event.ts';
import {currentStep, type OpenLesson, type SessionState} from './session-state.ts';
import {canFocusTerminal, mapTab, moveFocus, sitDown, toggleWatched, toggleZoom, withTab} from './tabs.ts';
import {followBlocks, solve, solvingEnded, typeBlock} from './typed-for-learner.ts';
import {webPages} from './web-page.ts';

/** What the state becomes when something happens, and what is to be done. Pure. */
export function reduce(before: SessionState, event: SessionEvent): Reduced {
  const isOver = event.type === 'command-ended' && event.terminal === before.noticeUntilEnd;
  const state =
    clearsNotice.has(event.type) || isOver
      ? {...before, notice: undefined, noticeUntilEnd: undefined}
      : before;
  switch (event.type) {
    case 'select-lesson':
      return just({...state, selected: clamp(state.selected + event.by, 0, state.course.lessons.length - 1)});
    case 'open-lesson':
      return state.open || state.isQuitting
        ? just(state)
        : openLesson(state, {index: event.index, step: event.step}, event.now);
    case 'show-dialog':
    case 'close-dialog':
    case 'point-in-dialog':
    case 'change-query':
      return just(reduceDialog(state, event));
    case 'choose-in-dialog':
      return travel({...state, dialog: undefined}, chosenIn(state), event.now);
    case 'reset':
      return reset({...state, dialog: undefined}, event.what);
    case 'notice':
      return just({...state, notice: event.text, noticeUntilEnd: event.untilEnd});
    case 'quit':
      return quit(state);
    case 'lab-closed':
      return labClosed(state, event.now);
    default:
      return state.open ? reduceOpen(state, state.open, event) : just(state);
  }
}

/** A notice stays until the learner presses the next key, or something newer says otherwise. */
const clearsNotice: ReadonlySet<SessionEvent['type']> = new Set([
  'select-lesson',
  'open-lesson',
  'go',
  'go-to',
  'show-dialog',
  'reset',
  'show-hint',
  'show-solution',
  'solve',
  'type-block',
  'ask-check',
  'choose',
  'show-tab',
  'zoom',
  'focus',
  'lend-focus',
  'scroll',
  'point',
  'open-editor',
  'open-page',
  'leave-lesson',
]);

type OpenEvent = Exclude<
  SessionEvent,
  {
    type:
      | 'select-lesson'
      | 'open-lesson'
      | 'show-dialog'
      | 'close-dialog'
      | 'point-in-dialog'
      | 'choose-in-dialog'
      | 'change-query'
      | 'reset'
      | 'notice'
      | 'quit'
      | 'lab-closed';
  }
>;

function reduceOpen(state: SessionState, open: OpenLesson, event: OpenEvent): Reduced {
  const wanted = actOf(event);
  const refusal = wanted && permitted(state)[wanted];
  if (refusal) return refused(state, refusal);
  switch (event.type) {
    case 'go':
      return go(state, open, event.to, event.now);
    case 'go-to':
      return goTo(state, open, event.at, event.now);
    case 'walk-to':
      return arriveAt(state, open, event.at, event.now);
    case 'show-hint':
      return showHint(state, open);
    case 'show-solution':
      return withStep(state, {...open, scroll: theEnd}, {showsSolution: true});
    case 'solve':
      return solve(state, open);
    case 'stop-solving':
      return {state, effects: [{type: 'stop-solving'}]};
    case 'type-block':
      return typeBlock(state, open);
    case 'ask-check':
      return runCheck(withOpen(state, {...open, step: {...open.step, hasAsked: true}}));
    case 'point':
      return point(state, open, event.by);
    case 'choose':
      return choose(state, open, event.choice, event.now);
    case 'focus':
      return just(withOpen(state, sitDown(moveFocus(state, open, event.on))));
    case 'begin-typing':
      return just(withOpen(state, {...open, isReading: false}));
    case 'lend-focus':
      return just(withOpen(state, {...moveFocus(state, open, 'lesson'), focusIsLent: true}));
    case 'return-focus':
      return just(open.focusIsLent ? withOpen(state, moveFocus(state, open, 'terminal')) : state);
    case 'show-tab':
      return open.tabs[event.index] && canFocusTerminal(state)
        ? just(withOpen(state, sitDown({...moveFocus(state, open, 'terminal'), activeTab: event.index})))
        : just(state);
    case 'zoom':
      return just(withOpen(state, toggleZoom(state, open)));
    case 'watch':
      return just(withOpen(state, toggleWatched(open, event.terminal)));
    case 'scroll':
      return just(withOpen(state, {...open, scroll: Math.max(0, event.to)}));
    case 'copy-terminal':
      return {state, effects: withTab(open, (tab) => ({type: 'copy-terminal', terminal: tab.name}))};
    case 'revive-terminal':
      return {state, effects: withTab(open, (tab) => ({type: 'revive-terminal', terminal: tab.name}))};
    case 'retry-lab':
      return startLab(state, open);
    case 'leave-lesson':
      return leaveLesson(state, open);
    case 'lab-progress':
      return just(withOpen(state, {...open, lab: addLogLine(open, event.line)}));
    case 'lab-running':
      return labRunning(state, open, event);
    case 'lab-failed':
      if (open.lab.type === 'stopping') return just(state);
      return just(
        withOpen(state, {
          ...open,
          lab: {type: 'failed', message: event.message, cure: event.cure},
          focus: 'lesson',
          focusIsLent: false,
        }),
      );
    case 'tab-state':
      return just(
        withOpen(
          state,
          mapTab(open, event.terminal, (tab) => ({
            ...tab,
            state: event.state,
            windows: event.windows,
            ...(event.state === 'open' ? {} : {running: undefined, runningSince: undefined}),
          })),
        ),
      );
    case 'hosts-serve': {
      const tabs = open.tabs.map((tab) => {
        const serves = tab.name === tab.host && event.hosts.includes(tab.host);
        return serves === tab.serves ? tab : {...tab, serves};
      });
      return just(withOpen(state, {...open, tabs}));
    }
    case 'host-state': {
      const tabs = open.tabs.map((tab) => (tab.host === event.host ? {...tab, hostState: event.state} : tab));
      return act(withOpen(state, {...open, tabs}), 'a host');
    }
    case 'command-started': {
      const {terminal, command} = event;
      const begun = followBlocks(open, {type: 'started', terminal, command});
      const started = mapTab(begun, terminal, (tab) => ({...tab, running: command, runningSince: event.at}));
      // Two that run the learner's programs at once would get into each other's way.
      return act(withOpen(state, started), {terminal}, currentStep(open)?.runsPrograms !== true);
    }
    case 'command-ended': {
      const {terminal} = event;
      const command = open.tabs.find(({name}) => name === terminal)?.running ?? '';
      const over = followBlocks(open, {type: 'ended', terminal, command});
      return act(
        withOpen(
          state,
          mapTab(over, terminal, (tab) => ({...tab, running: undefined, runningSince: undefined})),
        ),
        {terminal},
      );
    }
    case 'cluster-changed':
    case 'output-settled':
      // What such a check runs changes the cluster by itself: it would run for ever.
      return currentStep(open)?.runsPrograms ? just(state) : runCheck(state);
    case 'look-again':
      return runCheck(state);
    case 'file-saved':
      return act(state, 'a file');
    case 'open-editor':
      return openEditor(state, open);
    case 'open-page':
      return openPage(state, open);
    case 'servers-changed':
      // While the lab comes up or goes down servers start and end that the learner did not touch.
      if (open.lab.type !== 'running') return just(state);
      return save({...state, progress: rememberServers(state.progress, open.lesson.id, event.servers)});
    case 'verdict':
      return takeVerdict(state, open, event);
    case 'solving-shows': {
      if (!isUnderWay(state, open, event.run)) return just(state);
      const activeTab = open.tabs.findIndex(({name}) => name === event.terminal);
      return just(withOpen(state, {...open, activeTab: activeTab === -1 ? open.activeTab : activeTab}));
    }
    case 'rebuilding':
      return isUnderWay(state, open, event.run)
        ? withStep(state, open, {rebuilding: event.progress})
        : just(state);
    case 'solving-ended':
      return solvingEnded(state, open, event);
  }
}

function showHint(state: SessionState, open: OpenLesson): Reduced {
  return withStep(state, {...open, scroll: theEnd}, {hintsShown: open.step.hintsShown + 1});
}

/** Further down than any page goes: the screen keeps it in bounds, and what was added last is in sight. */
const theEnd = Number.MAX_SAFE_INTEGER;

/** The page that the step speaks of, else the first one. */
function openPage(state: SessionState, open: OpenLesson): Reduced {
  const pages = webPages(open);
  const text = currentStep(open)?.text ?? '';
  const page = pages.find(({named}) => text.includes(named)) ?? pages[0];
  return page ? {state, effects: [{type: 'open-page', address: page.address}]} : just(state);
}

function openEditor(state: SessionState, open: OpenLesson): Reduced {
  const folder = open.lab.type === 'running' ? open.lab.workspace : undefined;
  if (folder === undefined) return just(state);
  return {state, effects: [{type: 'open-editor', folder, file: fileOf(currentStep(open))}]};
}

/** The program a step is about: the one its solution saves, else the first one its page names. */
function fileOf(step: Step | undefined): string | undefined {
  const saved = step?.solution.find(({how}) => how === 'file')?.path;
  return saved ?? /`(?:workspace\/)?([\w-]+\.(?:ts|js|json))`/.exec(step?.text ?? '')?.[1];
}
