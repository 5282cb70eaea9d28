declare const kafkaLessonsBuilt: string | undefined;

/** Milliseconds since 1970 at which the bundle was made; undefined where the program runs from its source. */
export const builtAt: number | undefined =
  typeof kafkaLessonsBuilt === 'string' ? Date.parse(kafkaLessonsBuilt) : undefined;
