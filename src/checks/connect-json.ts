/**
 * What a message of Kafka Connect carries, where its converter writes JSON with a description: the `payload` of
 * `{"schema": …, "payload": …}`. Undefined for a value that is anything else.
 */
export function payloadOf(value: string | null): unknown {
  try {
    const described = JSON.parse(value ?? '') as {readonly payload?: unknown} | null;
    return described?.payload;
  } catch {
    return undefined;
  }
}
