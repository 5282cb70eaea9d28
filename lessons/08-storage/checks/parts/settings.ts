import {type CheckContext, type CheckFinding, failed} from 'kafka-lessons/check';

/** How often broker 1 is told to look for old segments. */
export async function lookingEvery({host}: Pick<CheckContext, 'host'>): Promise<string> {
  const config = (await host('broker-1').readFile('config/server.properties')) ?? '';
  const ms = Number(/^log\.retention\.check\.interval\.ms=(\d+)\s*$/m.exec(config)?.[1] ?? 300_000);
  return ms < 60_000 ? `every ${ms / 1000} s` : `every ${ms / 60_000} minutes`;
}

/** What Kafka said of a setting it does not take, in the last command since a moment. */
export function refusedSetting(
  terminals: CheckContext['terminals'],
  since: number,
): CheckFinding | undefined {
  const newest = terminals.finished({since, host: 'client'}).at(-1);
  if (!newest) return undefined;
  const {output: last, startedAt: at} = newest;
  const unknown = /Unknown topic config name: \S+/.exec(last)?.[0];
  if (unknown !== undefined) {
    return failed('A topic has no setting of that name.', {
      at,
      expected: 'a name as the step has it',
      observed: unknown,
      why: 'A slip of the keyboard, most likely. Nothing was changed: correct the name and run it again.',
    });
  }
  const refused = /Invalid value [^\n]*? for configuration [^\n]*/.exec(last)?.[0];
  if (refused === undefined) return undefined;
  return failed('The setting does not take this value.', {
    at,
    expected: 'a value as the step has it',
    observed: refused,
    why: 'Kafka tells which values there are. Nothing was changed: correct the value and run it again.',
  });
}
