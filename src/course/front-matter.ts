import {isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit} from 'yaml';
import {z} from 'zod';
import {hostNames, type KafkaMode, kafkaLines, modeOfLine} from './lesson.ts';
import {unseen} from './unseen.ts';

const hostName = z.enum(hostNames);

const duration = z
  .string()
  .regex(/^[1-9]\d{0,3}(ms|s|m)$/, 'expected a length of time such as 30s')
  .transform((text) => {
    const unit = text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : 60_000;
    return Number.parseInt(text, 10) * unit;
  });

function eachOnce<Item extends z.ZodType>(item: Item) {
  return z.array(item).refine((list) => new Set(list).size === list.length, 'something stands here twice');
}

/** A folder's name; it also stands in the names of containers and in the marks of processes. */
const lessonId = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected the name of a folder such as 04-topics');

/** Shown on the map: no line ends, and nothing that reaches for the terminal. */
const line = z
  .string()
  .min(1)
  .refine((text) => !/[\t\n\r]/.test(text) && !unseen.test(text), 'expected one line of plain words');

const kafkaModes = Object.values(modeOfLine) as [KafkaMode, ...KafkaMode[]];

/** YAML reads 4.3 without quotation marks as a number. A mode in its place is what pages said before there were lines. */
const kafkaLine = z.preprocess(
  (given) => (typeof given === 'number' ? String(given) : given),
  z.enum(kafkaLines, {
    error: ({input}) => {
      const line = kafkaLines.find((each) => modeOfLine[each] === input);
      return line === undefined
        ? `expected a line of Kafka, ${kafkaLines.map((each) => `"${each}"`).join(' or ')}`
        : `expected a line of Kafka: \`kafka: "${line}"\`, and \`mode: ${input}\` beside it`;
    },
  }),
);

const lab = z
  .strictObject({
    kafka: kafkaLine,
    mode: z.enum(kafkaModes).optional(),
    hosts: eachOnce(hostName).min(1),
    running: eachOnce(hostName).default([]),
    ports: z.array(z.number().int().min(1).max(65_535)).default([]),
  })
  .transform(({mode, ...needs}, context) => {
    const only = modeOfLine[needs.kafka];
    if (mode !== undefined && mode !== only) {
      const line = kafkaLines.find((each) => modeOfLine[each] === mode);
      context.addIssue({
        code: 'custom',
        path: ['mode'],
        message: `Kafka ${needs.kafka} runs with \`mode: ${only}\` here; ${mode} needs \`kafka: "${line}"\``,
      });
    }
    return {...needs, mode: only};
  });

export const frontMatterSchema = z.strictObject({
  title: line,
  summary: line,
  minutes: z.number().int().positive(),
  // A lesson without a lab is only read, and its questions answered.
  lab: lab.default({kafka: '3.9', mode: 'zookeeper', hosts: [], running: [], ports: []}),
  terminals: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a short lower-case name'), hostName)
    .default({}),
  steps: z
    .record(
      z.string(),
      z.strictObject({
        transient: z.boolean().default(false),
        runsPrograms: z.boolean().default(false),
        timeLimit: duration.default(10_000),
        watch: z.string().optional(),
      }),
    )
    .default({}),
});

export const courseFileSchema = z.strictObject({
  title: line,
  summary: line.optional(),
  lessons: eachOnce(lessonId).min(1),
});

const block = z.strictObject({
  terminal: z.string(),
  bash: z.string().optional(),
  text: z.string().optional(),
  keys: z.string().optional(),
  file: z.string().optional(),
  until: z.string().optional(),
  ready: z.string().optional(),
  stays: z.boolean().optional(),
});

export const mistakesSchema = z.record(
  z.string(),
  z.array(
    z.strictObject({
      name: z.string().min(1),
      run: z.array(block).min(1),
      says: z.string().min(1).refine(isPattern, 'expected a regular expression'),
      undo: z.array(block).default([]),
    }),
  ),
);

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'i');
    return true;
  } catch {
    return false;
  }
}

export type MistakeBlock = z.infer<typeof block>;

/** A place in a YAML text that is wrong. Line and column count from 1, within that text. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export const maximumYamlBytes = 64 * 1024;

/** A value that was read, and where each part of it stands. */
export interface YamlValue<Value> {
  readonly value: Value;
  /** Where the key at the end of the path stands; for one that is missing, where its nearest parent does. */
  readonly placeOf: (path: readonly PropertyKey[]) => Omit<YamlProblem, 'message'>;
}

/**
 * Reads YAML of a course against a schema. Aliases are refused: they are how small files become huge ones. So are
 * tags, and keys that are no plain words: a list as the key of a list as a key … takes minutes to read.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): YamlValue<z.output<Schema>> | {readonly problems: readonly YamlProblem[]} {
  if (Buffer.byteLength(text) > maximumYamlBytes)
    return {problems: [{line: 1, column: 1, message: `longer than ${maximumYamlBytes / 1024} KiB`}]};

  const beyond = findExcess(text);
  if (beyond) return {problems: [beyond]};

  const lineCounter = new LineCounter();
  const at = (offset: number) => {
    const {line, col} = lineCounter.linePos(offset);
    return {line: Math.max(1, line), column: Math.max(1, col)};
  };
  // The library compares each key with each other one; refuseUnfit does the same in no time.
  const document = parseDocument(text, {lineCounter, uniqueKeys: false, prettyErrors: false});
  const [error] = document.errors;
  if (error) {
    const message = /call stack/.test(error.message) ? 'nested too deep' : error.message;
    return {problems: [{...at(error.pos[0]), message}]};
  }
  const unfit = findUnfit(document);
  if (unfit) return {problems: [{...at(unfit.offset), message: unfit.message}]};

  const [warning] = document.warnings;
  if (warning) return {problems: [{...at(warning.pos[0]), message: warning.message}]};

  const result = schema.safeParse(document.toJS({maxAliasCount: 0}));
  const placeOf = (path: readonly PropertyKey[]) => at(offsetOf(document, path));
  if (result.success) return {value: result.data, placeOf};
  return {
    problems: result.error.issues.slice(0, mostProblems).flatMap((issue) => {
      // A key too many is told by its parent's path.
      const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, mostProblems) : [undefined];
      return keys.map((key) => {
        const path = key === undefined ? issue.path : [...issue.path, key];
        const message = key === undefined ? issue.message : 'this key is not known here';
        return {...placeOf(path), message: `${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`};
      });
    }),
  };
}

/** More problems than that tell a person nothing more. */
const mostProblems = 20;

/** Many times what a course has. 60 KiB of quotes or of brackets alone take the library more than half a second. */
const mostLines = 3000;
const mostMarks = 3000;

/** The first line with which a text is more than can be read at once; cheap whatever it holds. */
function findExcess(text: string): YamlProblem | undefined {
  let marks = 0;
  for (const [index, line] of text.split('\n').entries()) {
    marks += line.match(/[[\]{}"'%]/g)?.length ?? 0;
    const opened = /^(?:[ \t]*[-?:](?=[ \t]|$))*/.exec(line)?.[0].match(/[-?:]/g)?.length ?? 0;
    const place = {line: index + 1, column: 1};
    if (opened > 20) return {...place, message: 'nested too deep'};
    if (index >= mostLines) return {...place, message: `more than ${mostLines} lines`};
    if (marks > mostMarks) return {...place, message: `more than ${mostMarks} quotes and brackets`};
  }

  return undefined;
}

type YamlDocument = ReturnType<typeof parseDocument>;

/** The first thing in a document that is YAML and still refused. */
function findUnfit(document: YamlDocument): {readonly offset: number; readonly message: string} | undefined {
  let unfit: {offset: number; message: string} | undefined;
  const refuse = (node: {range?: [number, number, number] | null | undefined}, message: string) => {
    unfit = {offset: node.range?.[0] ?? 0, message};
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => refuse(node, 'aliases (`&`, `*`) are not allowed here'),
    Node: (_, node) => {
      if (node.anchor !== undefined) return refuse(node, 'aliases (`&`, `*`) are not allowed here');
      if (node.tag !== undefined) return refuse(node, 'tags (`!!…`) are not allowed here');
      return undefined;
    },
    Map: (_, map) => {
      const keys = new Set<string>();
      for (const {key} of map.items) {
        if (!isScalar(key)) return refuse(isNode(key) ? key : map, 'expected a word before the `:`');
        const name = String(key.value);
        if (keys.has(name)) return refuse(key, `\`${name}\` stands here twice`);
        keys.add(name);
      }
      return undefined;
    },
  });
  return unfit;
}

function offsetOf(document: YamlDocument, path: readonly PropertyKey[]): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const name of path) {
    if (isNode(node)) offset = node.range?.[0] ?? offset;
    if (isMap(node)) {
      const pair = node.items.find(({key}) => isScalar(key) && String(key.value) === String(name));
      if (!pair || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }

  return offset;
}
