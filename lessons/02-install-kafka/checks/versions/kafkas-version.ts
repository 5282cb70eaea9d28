/** The line in which a command of Kafka's tells its version: `3.9.1 (Commit:…)`. */
export function kafkasVersion(output: string | undefined): string | undefined {
  return /^\d+\.\d+\.\d+(?![.\w]).*/m.exec(output ?? '')?.[0];
}
