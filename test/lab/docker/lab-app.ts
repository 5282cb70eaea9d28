import {dockerRuntime} from '../../../src/lab/docker/docker-runtime.ts';
import {startLab} from '../contract/contract-lab.ts';
import {TypedTerminal} from '../contract/typed-terminal.ts';

// An app to be killed: says a word, opens a lab, starts a server, and stays.
const identity = JSON.parse(process.argv[2] ?? '');
const runtime = await dockerRuntime({environment: process.env});
process.stdout.write('starting\n');
const lab = await startLab(runtime, identity, {hosts: ['zookeeper', 'client']});
const terminal = await TypedTerminal.open(lab, 'zookeeper');
await terminal.start('bin/zookeeper-server-start.sh config/zookeeper.properties', 'binding to port');
setInterval(() => {}, 1000);
