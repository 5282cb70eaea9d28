import {cpSync} from 'node:fs';
import path from 'node:path';
import type {Rolldown} from 'tsdown';

const kafkajs = path.resolve(import.meta.dirname, '../../node_modules/kafkajs');

/** What a program that imports kafkajs needs, and what says whose it is. */
const parts = ['package.json', 'LICENSE', 'index.js', 'src', 'types'];

/**
 * Copies kafkajs, unbundled, to `workspace/kafkajs` beside the bundle: a learner's own programs import it without a
 * network, once a link named `node_modules/kafkajs` leads there. It has no dependencies.
 */
export function kafkajsForPrograms(): Rolldown.Plugin {
  return {
    name: 'kafkajs-for-programs',
    writeBundle({dir = '.'}) {
      for (const part of parts)
        cpSync(path.join(kafkajs, part), path.join(dir, 'workspace', 'kafkajs', part), {recursive: true});
    },
  };
}
