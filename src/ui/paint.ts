/** Styles of the frame around lesson and terminals, in the sixteen colours of the learner's own palette. */
export interface Paint {
  readonly title: Style;
  readonly bar: Style;
  readonly activeTab: Style;
  readonly tab: Style;
  readonly passed: Style;
  readonly failed: Style;
  readonly broken: Style;
  readonly dim: Style;
  readonly strong: Style;
  readonly key: Style;
  readonly pointed: Style;
  readonly cursor: Style;
}

type Style = (text: string) => string;

const style =
  (open: string): Style =>
  (text) =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[0m`;

const plain: Style = (text) => text;

export const colourPaint: Paint = {
  title: style('1;36'),
  bar: style('7'),
  activeTab: style('1;7'),
  tab: style('2'),
  passed: style('32'),
  failed: style('31'),
  broken: style('33'),
  dim: style('2'),
  strong: style('1'),
  key: style('1;36'),
  pointed: style('1;36'),
  cursor: style('7'),
};

/** For NO_COLOR: no colour at all; what has the focus is still told by reverse video, marks tell the rest. */
export const plainPaint: Paint = {
  title: style('1'),
  bar: style('7'),
  activeTab: style('7'),
  tab: plain,
  passed: plain,
  failed: plain,
  broken: plain,
  dim: plain,
  strong: style('1'),
  key: style('1'),
  pointed: style('1'),
  cursor: style('7'),
};
