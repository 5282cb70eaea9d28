import {describe, expect, it} from 'vitest';
import {frontMatter, lessonOf, parseMarkdown, parsePage, problemsOf, stepOf} from './page.ts';

describe('a page', () => {
  it('becomes a lesson with its introduction and its steps', () => {
    const lesson = lessonOf(
      'Hello *you*.\n\n- one\n- two\n\n## First\n<!-- step: first -->\n\nDo it.\n\n## Second one\n',
    );
    expect(lesson).toMatchObject({
      id: '01-lesson',
      directory: '/course/lesson',
      title: 'A lesson',
      summary: 'What it is about.',
      minutes: 5,
      lab: {
        kafka: '3.9',
        mode: 'zookeeper',
        hosts: ['zookeeper', 'broker-1', 'client'],
        running: [],
        ports: [],
      },
      introduction: 'Hello *you*.\n\n- one\n- two',
    });
    expect(lesson.steps.map(({id, title, text, line}) => ({id, title, text, line}))).toEqual([
      {id: 'first', title: 'First', text: 'Do it.', line: 12},
      {id: 'second-one', title: 'Second one', text: '', line: 17},
    ]);
  });

  it('gives every host a tab of its own name and the front matter more, in that order', () => {
    const parsed = parseMarkdown(
      '---\ntitle: x\nsummary: x\nminutes: 1\nlab: {kafka: 4.3, hosts: [broker-1, client]}\nterminals: {consumer: client, broker-1: client}\n---\n## S\n',
    );
    expect(parsed).toMatchObject({
      lesson: {
        terminals: [
          {name: 'broker-1', host: 'client'},
          {name: 'client', host: 'client'},
          {name: 'consumer', host: 'client'},
        ],
      },
    });
  });

  it('has at least one step', () => {
    expect(problemsOf('Only prose.\n\n### Not a step\n')).toEqual([
      '-5:1 no-steps: a lesson has at least one `##` section',
    ]);
  });

  it('keeps deeper headings, html, quotes and indented code as they stand', () => {
    const text = '### Deeper\n\n    indented code\n\n> quote\n\n<!-- a note -->\n\n  - in\n    - deeper in';
    expect(stepOf(`## S\n\n${text}\n`).text).toBe(text);
  });

  it('may begin with a byte order mark and have Windows line ends', () => {
    const body = '## First\n<!-- step: first -->\n\nDo **it**.\n\n```bash client\none\ntwo\n```\n\nEnd.\n';
    const step = stepOf(body, ['first']);
    const windows = `\ufeff${frontMatter}${body}`.replaceAll('\n', '\r\n');
    const parsed = parseMarkdown(windows, ['first']);
    if (parsed.type !== 'lesson') throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.lesson.steps[0]).toEqual(step);
    expect(step.solution[0]?.lines).toEqual(['one', 'two']);
  });

  it('keeps tabs, wide characters and escapes where they are', () => {
    const text = '漢字\tand 🎉 \\*not\\* &amp; `a\tb`';
    expect(stepOf(`## 漢字 🎉\n<!-- step: wide -->\n\n${text}\n`)).toMatchObject({
      id: 'wide',
      title: '漢字 🎉',
      text,
    });
  });
});

describe('the id of a step', () => {
  it.each([
    ['Create the topic test', 'create-the-topic-test'],
    ['  What *is* `bin/kafka-topics.sh`?', 'what-is-bin-kafka-topics-sh'],
    ['Größe & 漢字!', 'größe-漢字'],
    ['--- a -- b ---', 'a-b'],
  ])('is the slug of its heading where no comment names one: %s', (heading, id) => {
    expect(stepOf(`## ${heading}\n`).id).toBe(id);
  });

  it('is what the comment says', () => {
    expect(stepOf('## Words\n<!--step:a-1-b-->\n\nText.\n')).toMatchObject({id: 'a-1-b', text: 'Text.'});
    expect(stepOf('## Words\n\n<!--   step:   later   -->\n').id).toBe('later');
  });

  it('is refused when the comment names none', () => {
    const expected = 'expected `<!-- step: short-name -->`: lower-case letters, digits and hyphens';
    for (const name of ['Create_Topic', '', 'two words', '-x', 'a.b', '../x']) {
      expect(problemsOf(`## S\n<!-- step: ${name} -->\n`)).toEqual([`2:1 step-id: ${expected}`]);
    }
  });

  it('is refused anywhere but right under the heading', () => {
    expect(
      problemsOf(
        '<!-- step: a -->\n\n## S\n\nText.\n\n<!-- step: b -->\n\n## T\n<!-- step: t -->\n<!-- step: u -->\n',
      ),
    ).toEqual([
      '1:1 step-id: a step’s id stands right under its heading',
      '7:1 step-id: a step’s id stands right under its heading',
      '11:1 step-id: a step’s id stands right under its heading',
    ]);
  });

  it('is refused when it stands twice, at the second heading', () => {
    expect(problemsOf('## One\n<!-- step: same -->\n\n## Same\n')).toEqual([
      '4:1 duplicate-step: step id `same` is used twice',
    ]);
  });

  it('is asked for when the heading has no words', () => {
    expect(problemsOf('## ???\n\n## \n<!-- step: named -->\n')).toEqual([
      '1:1 step-id: no words to make an id of; expected `<!-- step: … -->` below',
    ]);
  });

  it('of a check that has no lab to look at is told', () => {
    const withoutLab = '---\ntitle: One\nsummary: Two.\nminutes: 3\n---\n## S\n';
    expect(parseMarkdown(withoutLab, ['s'])).toMatchObject({problems: [{rule: 'check-without-lab'}]});
    expect(parseMarkdown(withoutLab)).toMatchObject({type: 'lesson', lesson: {terminals: []}});
  });

  it('of a check that no step bears is told', () => {
    expect(problemsOf('## S\n', ['s', 'other'])).toEqual([
      '-5:1 orphaned-check: checks/other belongs to no step of this lesson',
    ]);
  });
});

describe('the kind of a step', () => {
  const question = '- [ ] yes\n- [ ] no\n\n<details><summary>Answer</summary>\n\nYes.\n\n</details>\n';

  it('is a reading with neither check nor choices', () => {
    expect(stepOf('## S\n\n```bash client\nls\n```\n')).toMatchObject({
      kind: 'reading',
      check: undefined,
      question: undefined,
      solution: [],
      runnable: [{lines: ['ls']}],
    });
  });

  it('is a task with a check', () => {
    expect(stepOf('## S\n', ['s'])).toMatchObject({
      kind: 'task',
      check: {path: '/course/lesson/checks/s.ts', language: 'typescript'},
    });
  });

  it('is a question with choices, whether or not the cluster answers', () => {
    expect(stepOf(`## S\n\n${question}`).kind).toBe('question');
    expect(stepOf(`## S\n\n${question}`, ['s'])).toMatchObject({
      kind: 'question',
      question: {answer: undefined},
    });
  });

  it('is not changed by a list without boxes', () => {
    expect(stepOf('## S\n\n- yes\n- no\n').kind).toBe('reading');
  });
});

describe('a question', () => {
  const answer = (text: string) => `\n<details><summary>Answer</summary>\n\n${text}\n\n</details>\n`;

  it('has the choice as its answer with whose words the text under Answer begins', () => {
    const page = `## S\n\nWhich?\n\n- [ ] broker 1\n- [ ] Broker 10\n- [ ] \`zookeeper\`\n${answer('**Broker 10**. The other ones do not.')}`;
    expect(stepOf(page)).toMatchObject({
      text: 'Which?',
      question: {
        choices: ['broker 1', 'Broker 10', 'zookeeper'],
        answer: 1,
        explanation: '**Broker 10**. The other ones do not.',
        whyNot: [undefined, undefined, undefined],
      },
    });
  });

  it('32: may say of each wrong choice why it is not the one', () => {
    const page = `## S\n\nWhich?\n\n- [ ] broker 1\n- [ ] Broker 10\n- [ ] \`zookeeper\`\n${answer(
      'Broker 10, by its *number*.\n\n- broker 1: that one is **another**.\n- `zookeeper`: it is no broker.\n\nSo be it.',
    )}`;
    expect(stepOf(page).question).toEqual({
      choices: ['broker 1', 'Broker 10', 'zookeeper'],
      answer: 1,
      explanation: 'Broker 10, by its *number*.\n\nSo be it.',
      whyNot: ['that one is another.', undefined, 'it is no broker.'],
    });
  });

  it('is refused with an entry that belongs to no choice, or says nothing', () => {
    const problem = 'question-without-answer: an entry under Answer is a choice, a colon and a sentence';
    const page = (text: string) => `## S\n\n- [ ] yes\n- [ ] no\n${answer(text)}`;
    expect(problemsOf(page('Yes.\n\n- maybe: no.'))).toEqual([`10:1 ${problem}`]);
    expect(problemsOf(page('Yes.\n\n- no'))).toEqual([`10:1 ${problem}`]);
  });

  it('needs an answer', () => {
    expect(problemsOf('## S\n\n- [ ] yes\n- [ ] no\n')).toEqual([
      '3:1 question-without-answer: expected `<details><summary>Answer</summary>` in the same step',
    ]);
  });

  it('needs an answer that is one of its choices', () => {
    expect(problemsOf(`## S\n\n- [ ] yes\n- [ ] no\n${answer('Perhaps.')}`)).toEqual([
      '8:1 question-without-answer: the text under Answer begins with the words of the right choice',
    ]);
  });

  it('that the cluster answers needs no right choice, but an explanation', () => {
    const page = `## S\n\n- [ ] yes\n- [ ] no\n${answer('Look at the leader.')}`;
    expect(stepOf(page, ['s']).question).toEqual({
      choices: ['yes', 'no'],
      answer: undefined,
      explanation: 'Look at the leader.',
      whyNot: [undefined, undefined],
    });
  });

  it('is asked once a step', () => {
    const page = `## S\n\n- [ ] a\n\nor\n\n- [ ] b\n${answer('b')}`;
    expect(problemsOf(page)).toEqual(['7:1 two-questions: a step asks one question']);
  });

  it('has a box before every choice', () => {
    expect(problemsOf(`## S\n\n- [ ] a\n- b\n${answer('b')}`)).toEqual([
      '3:1 question: every choice begins with an empty box: `- [ ]`',
      '6:1 question: an answer, and no choices to answer with',
    ]);
  });
});

describe('blocks', () => {
  const page = `## S

\`\`\`bash client setup
prepare
\`\`\`

\`\`\`bash zookeeper stays until="binding to port"
start
\`\`\`

\`\`\`bash client shown
old
\`\`\`

\`\`\`bash
only shown
\`\`\`

\`\`\`text client
Hello
 you
\`\`\`

\`\`\`keys client
ctrl-c   up
enter
\`\`\`

- in a list:

  \`\`\`bash client
  not typed
  \`\`\`
`;

  it('are typed in order, but for setup, those only shown and those inside something', () => {
    const step = stepOf(page, ['s']);
    expect(step.setup.map(({lines}) => lines)).toEqual([['prepare']]);
    expect(step.runnable).toEqual([
      {
        how: 'bash',
        terminal: 'zookeeper',
        lines: ['start'],
        stays: true,
        readiness: {type: 'output', text: 'binding to port'},
        line: 13,
      },
      {
        how: 'text',
        terminal: 'client',
        lines: ['Hello', ' you'],
        stays: false,
        readiness: undefined,
        line: 25,
      },
      {
        how: 'keys',
        terminal: 'client',
        lines: ['ctrl-c', 'up', 'enter'],
        stays: false,
        readiness: undefined,
        line: 30,
      },
    ]);
    expect(step.solution).toEqual(step.runnable);
  });

  it('stay in the text but for setup', () => {
    const {text} = stepOf(page, ['s']);
    expect(text).toContain('old');
    expect(text).toContain('only shown');
    expect(text).not.toContain('prepare');
  });

  it('name a terminal of the lesson', () => {
    const known = 'it has zookeeper, broker-1, client';
    expect(problemsOf('## S\n\n```bash consumer\nls\n```\n\n```bash broker-2 shown\nls\n```\n')).toEqual([
      `3:1 unknown-terminal: \`consumer\` is no terminal of this lesson; ${known}`,
      `7:1 unknown-terminal: \`broker-2\` is no terminal of this lesson; ${known}`,
    ]);
  });

  it('say nothing else behind the terminal than is known', () => {
    expect(problemsOf('## S\n\n```bash client forever\nls\n```\n')).toEqual([
      '3:1 block: `forever` is not known here; expected setup, shown, stays, until="…" or ready=broker-N',
    ]);
  });

  it('in a Solution are the solution, instead of those in the text', () => {
    const step = stepOf(
      '## S\n\n```bash client\ntext\n```\n\n<details><summary>Solution</summary>\n\nLike this:\n\n```bash client\nsolution\n```\n\n```bash client shown\nhistory\n```\n\n</details>\n',
      ['s'],
    );
    expect(step.solution.map(({lines}) => lines)).toEqual([['solution']]);
    expect(step.runnable.map(({lines}) => lines)).toEqual([['text']]);
    expect(step.solutionText).toContain('Like this:');
    expect(step.text).not.toContain('Like this:');
  });

  it('in a Solution name a terminal too', () => {
    expect(
      problemsOf('## S\n\n<details><summary>Solution</summary>\n\n```bash nowhere\nls\n```\n\n</details>\n'),
    ).toEqual([
      '5:1 unknown-terminal: `nowhere` is no terminal of this lesson; it has zookeeper, broker-1, client',
    ]);
  });
});

describe('details', () => {
  it('are hints in their order, whatever stands behind the word', () => {
    const step = stepOf(
      '## S\n\nText.\n\n<details><summary>Hint</summary>\n\nOne *thing*.\n\n- and another\n\n</details>\n\n<details open>\n<summary>Hint: the name</summary>\n\nTwo.\n\n</details>\n\nMore text.\n',
    );
    expect(step.hints).toEqual(['One *thing*.\n\n- and another', 'Two.']);
    expect(step.text).toBe('Text.\n\nMore text.');
  });

  const lineOfItsOwn = 'expected `<details><summary>Hint</summary>` on a line of its own, then a blank line';
  it.each([
    [
      'without a summary',
      '<details>\n\n<summary>Hint</summary>\n\nx\n\n</details>',
      [`3:1 malformed-details: ${lineOfItsOwn}`],
    ],
    [
      'with text right behind the summary',
      '<details><summary>Hint</summary>\nlost\n\n</details>',
      [`3:1 malformed-details: ${lineOfItsOwn}`],
    ],
    [
      'opened and closed in one line',
      '<details><summary>Hint</summary>x</details>',
      [`3:1 malformed-details: ${lineOfItsOwn}`],
    ],
    [
      'never closed',
      '<details><summary>Hint</summary>\n\nx\n\n## Next',
      ['3:1 malformed-details: this `<details>` is never closed by `</details>` on a line of its own'],
    ],
    [
      'closed behind text',
      '<details><summary>Hint</summary>\n\nx </details>',
      ['3:1 malformed-details: this `<details>` is never closed by `</details>` on a line of its own'],
    ],
    [
      'closed and never opened',
      'x\n\n</details>',
      ['5:1 malformed-details: `</details>` without its `<details>`'],
    ],
    [
      'inside another',
      '<details><summary>Hint</summary>\n\n<details><summary>Hint</summary>\n\nx\n\n</details>\n\n</details>',
      [
        '5:1 malformed-details: `<details>` inside another',
        '11:1 malformed-details: `</details>` without its `<details>`',
      ],
    ],
    [
      'under a summary the app has no place for',
      '<details><summary>By the way</summary>\n\nlost\n\n</details>',
      ['3:1 malformed-details: the summary `By the way` is none of Hint, Solution and Answer'],
    ],
    [
      'with a heading',
      '<details><summary>Hint</summary>\n\n### Loud\n\n</details>',
      ['5:1 malformed-details: a heading inside `<details>`'],
    ],
    [
      'for a second solution',
      '<details><summary>Solution</summary>\n\na\n\n</details>\n\n<details><summary>Solution</summary>\n\nb\n\n</details>',
      ['9:1 malformed-details: a step has one Solution'],
    ],
  ])('are refused %s', (_, markdown, expected) => {
    expect(problemsOf(`## S\n\n${markdown}\n`)).toEqual(expected);
  });
});

describe('front matter', () => {
  const first = (markdown: string) => {
    const parsed = parseMarkdown(markdown);
    if (parsed.type === 'lesson') throw new Error('no problem');
    return parsed.problems.map(({line, column, rule, message}) => `${line}:${column} ${rule}: ${message}`);
  };

  it('is expected at the top', () => {
    const message = '1:1 front-matter: expected front matter between two lines of `---` at the top';
    expect(first('## S\n')).toEqual([message]);
    expect(first('\n---\ntitle: x\n---\n## S\n')[0]).toBe(message);
    expect(first('')[0]).toBe(message);
  });

  it('is told by the line of the page', () => {
    expect(first('---\ntitle: [\n---\n## S\n')[0]).toMatch(/^\d:\d+ front-matter: /);
    expect(
      first(
        '---\ntitle: 5\nsummary: x\nminutes: many\nlab:\n  kafka: rabbit\n  hosts: [nowhere]\n---\n## S\n',
      ),
    ).toEqual([
      '2:1 front-matter: title: Invalid input: expected string, received number',
      '4:1 front-matter: minutes: Invalid input: expected number, received string',
      '6:3 front-matter: lab.kafka: expected a line of Kafka, "3.9" or "4.3"',
      expect.stringMatching(/^7:11 front-matter: lab\.hosts\.0: Invalid option: /),
    ]);
  });

  it('names only hosts and steps that are there', () => {
    expect(
      first(
        '---\ntitle: x\nsummary: x\nminutes: 1\nlab:\n  kafka: 4.3\n  hosts: [client]\n  running: [client, broker-1]\nterminals:\n  web: workspace\nsteps:\n  s: {transient: true}\n  gone: {timeLimit: 30s}\n---\n## S\n',
      ),
    ).toEqual([
      '8:21 unknown-host: lab.running names broker-1, which is not among lab.hosts',
      '10:3 unknown-host: terminal web is on workspace, which is not among lab.hosts',
      '13:3 unknown-step: `gone` is no step of this lesson',
    ]);
  });

  it('lets a step name the terminal that is watched while another is typed into', () => {
    const page = (watch: string) =>
      `---\ntitle: x\nsummary: x\nminutes: 1\nlab:\n  kafka: "3.9"\n  hosts: [client]\nterminals:\n  a: client\nsteps:\n  s: {watch: ${watch}}\n---\n## S\n<!-- step: s -->\n`;
    expect(parseMarkdown(page('a')).type).toBe('lesson');
    expect(first(page('b'))).toEqual(['11:7 unknown-terminal: `b` is no terminal of this lesson']);
  });

  it('starts no broker without ZooKeeper', () => {
    const page = (kafka: string) =>
      `---\ntitle: x\nsummary: x\nminutes: 1\nlab:\n  kafka: ${kafka}\n  hosts: [zookeeper, broker-1]\n  running: [broker-1]\n---\n## S\n`;
    expect(first(page('3.9'))).toEqual([
      '8:3 unknown-host: lab.running names broker-1 and not zookeeper, without which it does not start',
    ]);
    expect(first(page('4.3'))).toEqual([
      '7:11 unknown-host: lab.hosts names zookeeper, and Kafka 4.3 has none',
    ]);
    expect(parseMarkdown(page('4.3').replace('zookeeper, ', '')).type).toBe('lesson');
  });

  it('sets what differs from the default in a step', () => {
    const parsed = parseMarkdown(
      '---\ntitle: x\nsummary: x\nminutes: 1\nlab: {kafka: 4.3, hosts: [client]}\nsteps: {b: {transient: true, timeLimit: 30s}, c: {timeLimit: 2m}, d: {timeLimit: 500ms}}\n---\n## A\n## B\n## C\n## D\n',
    );
    if (parsed.type === 'problems') throw new Error('problems');
    expect(parsed.lesson.steps.map(({transient, timeLimit}) => [transient, timeLimit])).toEqual([
      [false, 10_000],
      [true, 30_000],
      [false, 120_000],
      [false, 500],
    ]);
  });
});

describe('what reaches for the terminal', () => {
  it('is refused on a page, where it stands', () => {
    expect(problemsOf('## S\n\nWords \u001b]52;c;eA==\u0007 and more.\n')).toEqual([
      '3:7 control-character: the character U+001B stands here, which nobody sees; take it out',
    ]);
    expect(problemsOf('## S\n\n```bash client\nls \u009b2J\n```\n')).toEqual([
      '4:4 control-character: the character U+009B stands here, which nobody sees; take it out',
    ]);
  });

  it.each([
    ['a title', '## S\u202e\n\nWords.\n', '1:5', '202E'],
    ['a block', '## S\n\n```bash client\nls \u2066x\n```\n', '4:4', '2066'],
    ['a word', '## S\n\nno\u200bthing\n', '3:3', '200B'],
    ['a tag', '## S\n\nA\u{e0041}\n', '3:2', 'E0041'],
  ])('24: is refused in %s where nobody would see it', (_, page, place, code) => {
    expect(problemsOf(page)).toEqual([
      `${place} control-character: the character U+${code} stands here, which nobody sees; take it out`,
    ]);
  });

  it('24: is not what joins letters in some scripts', () => {
    expect(stepOf('## S\n\nمی\u200cخواهم\n').text).toContain('\u200c');
  });

  it('is refused in the front matter, however it is written', () => {
    const parsed = parseMarkdown(frontMatter.replace('A lesson', '"\\e]0;title\\a"').concat('## S\n'));
    expect(parsed).toMatchObject({problems: [{line: 2, message: 'title: expected one line of plain words'}]});
  });

  it('is no part of headings and choices', () => {
    const step = stepOf(
      '## Do &#27;[2J &#13;it\n\n- [ ] y&#12;es\n\n<details><summary>Answer</summary>\n\nY&#12;es.\n\n</details>\n',
    );
    expect(step.title).toBe('Do \ufffd[2J  it');
    expect(step.question?.choices).toEqual(['y es']);
  });
});

describe('problems', () => {
  it('are told all at once, each with its file', () => {
    const parsed = parsePage('## S\n\n```bash nowhere\n```\n\n</details>\n', ['gone']);
    expect(parsed).toMatchObject({
      type: 'problems',
      problems: [
        {file: 'lesson.md', line: 12, rule: 'malformed-details'},
        {file: 'lesson.md', line: 9, rule: 'unknown-terminal'},
        {file: 'lesson.md', line: 1, rule: 'orphaned-check'},
      ],
    });
  });
});
