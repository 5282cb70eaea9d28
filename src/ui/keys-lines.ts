import {cut} from './fit.ts';
import {type KeyRow, keyRows} from './key-table.ts';
import type {Paint} from './paint.ts';

/** The page behind `?`. */
export function keysLines(prefixName: string, paint: Paint, columns: number): readonly string[] {
  const {terminal, lesson} = keyRows(prefixName);
  const section = (title: string, rows: readonly KeyRow[]) => [
    cut(` ${paint.strong(title)}`, columns),
    ...rows.map(([keys, does]) => cut(`   ${paint.key(keys.join(' ').padEnd(22))}${does}`, columns)),
  ];
  return [
    ...section(`In a terminal every key goes to what runs there, but for ${prefixName}:`, terminal),
    ...section('In the lesson:', lesson),
  ];
}
