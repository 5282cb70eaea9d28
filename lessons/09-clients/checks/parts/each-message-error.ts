/** What an eachMessage threw, by kafkajs' words: one line with the lesson's `kafka.ts`, JSON with anybody's own. */
export function eachMessageError(output: string): string | undefined {
  const line = /kafkajs: Error when calling each(?:Message|Batch): (.*)/.exec(output)?.[1];
  return line ?? /Error when calling each(?:Message|Batch).*?"stack":"(.*?)\\n/.exec(output)?.[1];
}
