// Windows of one minute. Nothing to do in this file.

/** The beginning of the minute a timestamp belongs to, as text: `12:04`. Kafka's timestamps are milliseconds, as text. */
export function windowOf(timestamp: string): string {
  return new Date(Number(timestamp)).toISOString().slice(11, 16);
}
