import {startCommand} from '../../../src/lab/servers/server-roles.ts';
import {startLab} from '../contract/contract-lab.ts';
import {TypedTerminal} from '../contract/typed-terminal.ts';
import {localSubject} from './local-subject.ts';

// An app to be killed: says a word, opens a lab, starts what a learner might, says so, and stays.
const identity = JSON.parse(process.argv[2] ?? '');
const runtime = await localSubject.makeRuntime();
process.stdout.write('starting\n');
const lab = await startLab(runtime, identity);
const [zookeeper, broker, client] = await Promise.all([
  TypedTerminal.open(lab, 'zookeeper'),
  TypedTerminal.open(lab, 'broker-1'),
  TypedTerminal.open(lab, 'client'),
]);
await client.run('nohup sleep 86393 >/dev/null 2>&1 & disown');
await client.run('(trap "" TERM HUP INT; exec -a deaf sleep 86393) &');
await client.start("bash -c 'echo go''ing; exec sleep 86393'", 'going');
client.type('\u001a');
await client.untilText('Stopped');
await zookeeper.start(startCommand('zookeeper', {mode: 'zookeeper'}) ?? '', 'binding to port');
await broker.start(startCommand('broker-1', {mode: 'zookeeper'}) ?? '', '[KafkaServer id=1] started');
process.stdout.write('started\n');
setInterval(() => {}, 1000);
