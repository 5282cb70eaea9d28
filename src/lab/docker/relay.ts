/**
 * Learners' servers listen on `localhost`, as most examples do, and a published port leads to another address of the
 * pod: nobody would answer there. So a hidden container in the pod's network listens in their place, on ports that no
 * learner takes, and hands every connection on. Programs in the lab see nothing of it.
 */
export interface Relay {
  /** Port of the pod that is published, by the port that the lesson declares. */
  readonly ports: ReadonlyMap<number, number>;
  /** What its container runs. */
  readonly command: readonly string[];
}

/** Above those that Linux gives to connections by itself. */
const firstPort = 61_001;

export function planRelay(declared: readonly number[]): Relay {
  const ports = new Map([...new Set(declared)].map((port, index) => [port, firstPort + index]));
  return {ports, command: ['node', '-e', relayProgram, ...[...ports].flat().map(String)]};
}

/** Where nobody listens the connection is reset, which a browser says as plainly as a refusal. */
const relayProgram = `
const net = require('node:net');
const handOn = (from, port, [address, ...others]) => {
  const to = net.connect({port, host: address, allowHalfOpen: true});
  const end = () => from.resetAndDestroy();
  to.once('error', () => (others.length > 0 ? handOn(from, port, others) : end()));
  to.once('connect', () => {
    to.on('error', end);
    from.on('error', () => to.destroy());
    from.pipe(to).pipe(from);
  });
};
const ports = process.argv.slice(1).map(Number);
for (let at = 0; at < ports.length; at += 2)
  net.createServer({allowHalfOpen: true}, (from) => {
    from.on('error', () => {});
    handOn(from, ports[at], ['127.0.0.1', '::1']);
  }).listen(ports[at + 1]);
`;
