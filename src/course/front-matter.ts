import {LineCounter, parseDocument} from 'yaml';
import {z} from 'zod';
import {hostNames} from './lesson.ts';

const hostName = z.enum(hostNames);

const duration = z
  .string()
  .regex(/^\d+(ms|s|m)$/, 'expected a length of time such as 30s')
  .transform((text) => {
    const unit = text.endsWith('ms') ? 1 : text.endsWith('s') ? 1000 : 60_000;
    return Number.parseInt(text, 10) * unit;
  });

export const frontMatterSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  minutes: z.number().int().positive(),
  lab: z.strictObject({
    kafka: z.enum(['zookeeper', 'kraft']),
    hosts: z.array(hostName).min(1),
    running: z.array(hostName).default([]),
    ports: z.array(z.number().int().min(1).max(65_535)).default([]),
  }),
  terminals: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a short lower-case name'), hostName)
    .default({}),
  steps: z
    .record(
      z.string(),
      z.strictObject({transient: z.boolean().default(false), timeLimit: duration.default(10_000)}),
    )
    .default({}),
});

export const courseFileSchema = z.strictObject({
  title: z.string().min(1),
  lessons: z.array(z.string().min(1)).min(1),
});

const block = z.strictObject({
  terminal: z.string(),
  bash: z.string().optional(),
  text: z.string().optional(),
  keys: z.string().optional(),
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
      says: z.string().min(1),
      undo: z.array(block).default([]),
    }),
  ),
);

export type MistakeBlock = z.infer<typeof block>;

/** A place in a YAML text that is wrong. Line and column count from 1, within that text. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export const maximumYamlBytes = 64 * 1024;

/** Reads YAML of a course against a schema. Aliases are refused: they are how small files become huge ones. */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): {readonly value: z.output<Schema>} | {readonly problems: readonly YamlProblem[]} {
  if (Buffer.byteLength(text) > maximumYamlBytes) {
    return {problems: [{line: 1, column: 1, message: `longer than ${maximumYamlBytes / 1024} KiB`}]};
  }

  const lineCounter = new LineCounter();
  const document = parseDocument(text, {lineCounter, uniqueKeys: true, prettyErrors: false});
  const [error] = document.errors;
  if (error) {
    const {line, col} = lineCounter.linePos(error.pos[0]);
    return {problems: [{line, column: col, message: error.message}]};
  }

  let plain: unknown;
  try {
    plain = document.toJS({maxAliasCount: 0});
  } catch {
    return {problems: [{line: 1, column: 1, message: 'aliases (`&`, `*`) are not allowed here'}]};
  }

  const result = schema.safeParse(plain);
  if (result.success) {
    return {value: result.data};
  }

  return {
    problems: result.error.issues.map((issue) => {
      const path = issue.path as (string | number)[];
      const offset = offsetOf(document, path);
      const {line, col} = lineCounter.linePos(offset);
      return {line, column: col, message: `${path.length > 0 ? `${path.join('.')}: ` : ''}${issue.message}`};
    }),
  };
}

/** Where the node at `path` begins; for a key that is missing, where its nearest parent does. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      | {range?: [number, number, number]}
      | undefined;
    if (node?.range) {
      return node.range[0];
    }
  }

  return 0;
}
