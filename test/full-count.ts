/** How often chance is tried: enough to notice a slip in the quick tier, as often as was promised in the second one. */
export function countOf(counts: {readonly quick: number; readonly full: number}): number {
  return process.env['KAFKA_LESSONS_TEST_COUNTS'] === 'full' ? counts.full : counts.quick;
}
