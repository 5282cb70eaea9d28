/** The ids of clusters in the text of one `meta.properties` after the other. */
export function clusterIdsIn(text: string): readonly string[] {
  const ids = [...text.matchAll(/^cluster\.id=(.+)$/gm)].map(([, id = '']) => id.trim());
  return [...new Set(ids)];
}
