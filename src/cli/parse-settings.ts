import {z} from 'zod';
import {readYaml, type YamlProblem} from '../course/front-matter.ts';
import {settingKinds} from './settings.ts';

const value = z
  .union([z.string(), z.boolean(), z.number(), z.null()], 'expected one word or name behind the colon')
  // A key with nothing behind it is not set.
  .transform((given) => {
    if (given === null) return undefined;
    return typeof given === 'boolean' ? (given ? 'on' : 'off') : String(given).trim();
  });

const settingsSchema = z.preprocess(
  // A file of nothing but comments.
  (given) => given ?? {},
  z.strictObject(Object.fromEntries(settingKinds.map(({name}) => [name, value.optional()])), {
    error: ({code}) => (code === 'invalid_type' ? 'expected lines such as `runtime: local`' : undefined),
  }),
);

/** The settings file's text, by name; the first thing that is wrong with it otherwise. Pure. */
export function parseSettings(
  text: string,
): {readonly settings: Readonly<Record<string, string>>} | {readonly problem: YamlProblem} {
  const read = readYaml(text, settingsSchema);
  if ('problems' in read) {
    const [first] = read.problems;
    return {problem: first ?? {line: 1, column: 1, message: 'cannot be read'}};
  }
  const entries = Object.entries(read.value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {settings: Object.fromEntries(entries)};
}
