import path from 'node:path';
import {CheckRunner} from '../../src/checks/check-runner.ts';
import {emptyCluster, inputWith} from './sample-input.ts';

// An app to be killed: runs one check that does not end.
const [check = '', mark = ''] = process.argv.slice(2);
const [name = '', value = ''] = mark.split('=');
const runner = new CheckRunner({
  processFile: path.resolve(import.meta.dirname, '../../dist/check-process.js'),
  environment: {PATH: process.env['PATH'] ?? '', CHECK_TEST_LOOP: '1', [name]: value},
  ports: {
    messages: async () => [],
    look: async () => ({cluster: emptyCluster, changes: []}),
    exec: async () => ({output: '', stdout: '', exitCode: 0}),
    startProgram: async () => {
      throw new Error('no program runs here');
    },
  },
});
await runner.run({path: check, language: 'typescript'}, inputWith(), 600_000);
