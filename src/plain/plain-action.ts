import {findLesson} from '../course/find-lesson.ts';
import {isQuestionOpen, permitted} from '../session/permitted.ts';
import type {SessionEvent} from '../session/session-event.ts';
import {currentStep, type OpenLesson, type SessionState} from '../session/session-state.ts';
import {startOverMeans} from '../session/start-over.ts';
import {choiceLetters} from '../ui/key-table.ts';

/** What a line of the learner's asks for. */
export type PlainAction =
  | {readonly type: 'events'; readonly events: readonly SessionEvent[]}
  /** A line for the shell or the program in the current terminal. */
  | {readonly type: 'type'; readonly text: string}
  /** A key for it, by its name, such as `ctrl-c`. */
  | {readonly type: 'press'; readonly key: string}
  /** Until the step is passed, in seconds at most. */
  | {readonly type: 'wait'; readonly seconds: number}
  | {readonly type: 'show'; readonly what: 'page' | 'steps' | 'terminals' | 'output' | 'help' | 'map'}
  | {readonly type: 'search'; readonly query: string}
  | {readonly type: 'say'; readonly text: string};

/** Every command, its short form, what follows it and what it does: the help shows them in this order. */
export const plainCommands: readonly (readonly [
  word: string,
  short: string,
  argument: string,
  does: string,
])[] = [
  ['next', 'n', '', 'the next step; so does an empty line once a step is done'],
  ['back', 'b', '', 'the step before'],
  ['again', 'r', '', 'say this page again'],
  ['type', 't', '', 'type the next command of the page for me, and press Enter'],
  ['check', 'c', '', 'run the check now and say what it sees'],
  ['wait', 'w', '[SECONDS]', 'until the step is done, 60 seconds unless said'],
  ['hint', 'h', '', 'a hint, then the next one'],
  ['solve', 'S', '', 'type the solution for me; :stop ends it'],
  ['stop', '', '', 'end what is being typed for me'],
  ['skip', 's', '', 'skip this step'],
  ['answer', 'a', 'LETTER', 'answer a question; the letter alone does it too'],
  ['terminals', '', '', 'which terminals there are, and what runs in them'],
  ['terminal', '1 to 9', 'NAME', 'what I type goes there from now on'],
  ['listen', 'v', 'NAME', 'one terminal more is heard, or no longer'],
  ['key', 'k', 'ctrl-c', 'press a key in the terminal: ctrl-c, ctrl-d, ctrl-z, enter, up, tab'],
  ['output', 'o', '', 'all that the last command of the terminal has printed'],
  ['shell', '', '', 'a new shell where one ended; starts a host that was killed'],
  ['editor', 'e', '', 'open my own programs in my editor, where the lesson has such'],
  ['page', 'p', '', 'open in my browser what my own server shows, where the lesson has such'],
  ['steps', '', '', 'the steps of this lesson'],
  ['go', 'g', 'STEP', 'to a step, by number or id; what it needs is done for me first'],
  ['search', '/', 'WORDS', 'terms, lessons and steps that have these words'],
  ['reset', '', 'step or lesson', 'start it over, after asking'],
  ['map', 'm', '', 'leave the lesson; the servers stop, the data stays'],
  ['open', '', 'LESSON', 'open a lesson, by number or name'],
  ['retry', '', '', 'try again to start the lab'],
  ['help', '?', '', 'this list'],
  ['quit', 'q', '', 'end; the servers stop, the data stays'],
];

/** Reads a line: a command behind a colon, a letter for an open question, else something for the shell. Pure. */
export function readPlainLine(line: string, state: SessionState, now: number): PlainAction {
  const {open} = state;
  const hasTerminals = open !== undefined && open.tabs.length > 0;
  const trimmed = line.trim();
  if (trimmed === '') return goOn(state, now);
  if (trimmed.startsWith('::') && hasTerminals) return {type: 'type', text: trimmed.slice(1)};
  if (trimmed.startsWith(':')) return readCommand(trimmed.slice(1).trim(), state, now);
  if (isQuestionOpen(state) && /^[a-h]$/i.test(trimmed)) return answer(trimmed, state, now);
  if (hasTerminals) return {type: 'type', text: line};
  // Where nothing is typed into, a command needs no colon.
  return readCommand(trimmed, state, now);
}

function goOn(state: SessionState, now: number): PlainAction {
  const {open} = state;
  if (!open) return events({type: 'open-lesson', index: state.selected, now});
  return events({type: 'go', to: 'next', now});
}

function readCommand(text: string, state: SessionState, now: number): PlainAction {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (/^[1-9]$/.test(word) && state.open?.tabs.length)
    return rest === '' ? showTab(state.open, word) : unknown(text);
  if (word.startsWith('/')) return {type: 'search', query: `${word.slice(1)} ${rest}`.trim()};
  const exact = plainCommands.find(([name, short]) => name === word || (short !== '' && short === word));
  const begun = plainCommands.filter(([name]) => word.length > 1 && name.startsWith(word.toLowerCase()));
  const [name] = exact ?? (begun.length === 1 ? begun[0] : undefined) ?? [];
  const onMap = ['open', 'search', 'help', 'quit', 'map'];
  if (!state.open && (name === undefined || !onMap.includes(name))) return openLesson(text, state, now);
  return name === undefined ? unknown(text) : perform(name, rest.trim(), state, now);
}

function unknown(text: string): PlainAction {
  return {type: 'say', text: `There is no command \`:${text}\`. Type :help for those there are.`};
}

function perform(name: string, rest: string, state: SessionState, now: number): PlainAction {
  const {open} = state;
  switch (name) {
    case 'next':
      return events({type: 'go', to: 'next', now});
    case 'back':
      return events({type: 'go', to: 'back', now});
    case 'skip':
      return events({type: 'go', to: 'skip', now});
    case 'type':
      return events({type: 'type-block'});
    case 'check':
      return events({type: 'ask-check'});
    case 'hint':
      return events({type: 'show-hint'});
    case 'solve':
      return events({type: 'solve'});
    case 'stop':
      return events({type: 'stop-solving'});
    case 'retry':
      return events({type: 'retry-lab'});
    case 'shell':
      return events({type: 'revive-terminal'});
    case 'editor':
      return events({type: 'open-editor'});
    case 'page':
      return events({type: 'open-page'});
    case 'quit':
      return events({type: 'quit'});
    case 'map':
      return open ? events({type: 'leave-lesson'}) : {type: 'show', what: 'map'};
    case 'wait':
      return wait(rest);
    case 'answer':
      return answer(rest, state, now);
    case 'terminal':
      return open ? showTab(open, rest) : unknown(name);
    case 'listen':
      return open ? listen(open, rest) : unknown(name);
    case 'key':
      return rest === ''
        ? {type: 'say', text: 'Say which key, such as :key ctrl-c.'}
        : {type: 'press', key: rest};
    case 'go':
      return goTo(rest, state, now);
    case 'search':
      return rest === ''
        ? {type: 'say', text: 'Say what to search for, such as :search offset.'}
        : {type: 'search', query: rest};
    case 'open':
      return openLesson(rest, state, now);
    case 'reset':
      return reset(rest, state, now);
    case 'again':
      return {type: 'show', what: 'page'};
    case 'steps':
    case 'terminals':
    case 'output':
    case 'help':
      return {type: 'show', what: name};
    default:
      return unknown(name);
  }
}

function wait(rest: string): PlainAction {
  const seconds = rest === '' ? 60 : Number(rest);
  return Number.isFinite(seconds) && seconds > 0 && seconds <= 3600
    ? {type: 'wait', seconds}
    : {type: 'say', text: 'Expected a number of seconds from 1 to 3600, such as :wait 30.'};
}

function answer(letter: string, state: SessionState, now: number): PlainAction {
  const choices = state.open ? currentStep(state.open)?.question?.choices : undefined;
  if (!choices) return {type: 'say', text: 'There is no question to answer on this page.'};
  if (permitted(state).answer) return {type: 'say', text: 'This question is answered.'};
  const choice = choiceLetters.indexOf(letter.toLowerCase());
  if (letter.length !== 1 || choices[choice] === undefined) {
    const last = choiceLetters[choices.length - 1];
    return {type: 'say', text: `Expected a letter from a to ${last}.`};
  }
  return events({type: 'choose', choice, now});
}

function showTab(open: OpenLesson, wanted: string): PlainAction {
  const index = findTab(open, wanted);
  if (index !== -1) return events({type: 'show-tab', index});
  const names = open.tabs.map(({name}, at) => `${at + 1} ${name}`).join(', ');
  return {type: 'say', text: `There is no terminal \`${wanted}\`. This lesson has: ${names}.`};
}

function listen(open: OpenLesson, wanted: string): PlainAction {
  if (wanted === '') return events({type: 'watch'});
  const {tabs, activeTab} = open;
  const index = findTab(open, wanted);
  if (index === activeTab)
    return {type: 'say', text: `${tabs[index]?.name ?? ''} is heard already: what you type goes there.`};
  const terminal = tabs[index]?.name;
  return terminal === undefined ? showTab(open, wanted) : events({type: 'watch', terminal});
}

/** Index of the terminal of that name or number; -1 where there is none. */
function findTab({tabs}: OpenLesson, wanted: string): number {
  return tabs.findIndex(({name}, at) => name === wanted || String(at + 1) === wanted);
}

function goTo(wanted: string, {open}: SessionState, now: number): PlainAction {
  if (!open) return {type: 'say', text: 'Open a lesson first, such as :open 4.'};
  const {steps} = open.lesson;
  const at = steps.findIndex(({id}, index) => id === wanted || String(index + 1) === wanted);
  if (at !== -1) return events({type: 'go-to', at, now});
  return {type: 'say', text: `This lesson has no step \`${wanted}\`. :steps lists those it has.`};
}

function openLesson(wanted: string, {course, open}: SessionState, now: number): PlainAction {
  const found = findLesson(course, wanted.trim());
  if (found.type === 'unknown') {
    const meant =
      found.nearest === undefined ? 'Type :help for the commands.' : `Did you mean ${found.nearest}?`;
    return {type: 'say', text: `There is no lesson \`${wanted}\`. ${meant}`};
  }
  if (open) return {type: 'say', text: 'Leave this lesson first: type :map.'};
  return events({type: 'open-lesson', index: course.lessons.indexOf(found.lesson), now});
}

function reset(wanted: string, {open}: SessionState, now: number): PlainAction {
  const [what = '', agreed] = wanted.split(/\s+/);
  if (!open || (what !== 'step' && what !== 'lesson'))
    return {type: 'say', text: 'Say what is to start over: :reset step, or :reset lesson.'};
  if (agreed !== 'yes') {
    const means = startOverMeans(open.lesson, what);
    return {type: 'say', text: `To start this ${what} over: ${means}\nType :reset ${what} yes to do it.`};
  }
  return events({type: 'reset', what, now});
}

function events(...all: readonly SessionEvent[]): PlainAction {
  return {type: 'events', events: all};
}
