import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import net, {type AddressInfo} from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {redirected} from '../../../src/lab/distribution/ask-server.ts';
import type {ApacheTerms} from '../../../src/lab/distribution/fetch-from-apache.ts';
import {findKafka, type KafkaSearch} from '../../../src/lab/distribution/find-kafka.ts';
import type {KafkaProgress} from '../../../src/lab/distribution/kafka-distribution.ts';
import {kafkaTarball, sha512, type Tarball} from './kafka-tarball.ts';
import {type TarballServer, tarballServer} from './tarball-server.ts';
import {type TemporaryFolder, temporaryFolder} from './temporary-folder.ts';

let tarball: Tarball;
let size: number;

beforeAll(async () => {
  tarball = await kafkaTarball();
  size = tarball.content.length;
});

const file = 'kafka_2.13-3.9.1.tgz';

/** Whoever is asked is on loopback. */
function find(
  folder: TemporaryFolder,
  servers: readonly Pick<TarballServer, 'url'>[],
  more: Partial<KafkaSearch> = {},
  terms: Partial<ApacheTerms> = {},
) {
  return findKafka({
    line: '3.9',
    environment: {},
    cacheDirectory: folder.path,
    sources: ['cache', 'Apache'],
    release: tarball.release,
    apache: {sites: servers.map(({url}) => url), pause: 1, ...terms},
    ...more,
  });
}

function whysOf({passedOver}: Awaited<ReturnType<typeof find>>): readonly string[] {
  return passedOver.map(({why}) => why);
}

/** How many bytes of the tarball lie in the cache, in one part. */
async function keptBytes(folder: TemporaryFolder): Promise<number> {
  const files = await keptFiles(folder);
  expect(files).toHaveLength(1);
  return files[0]?.length ?? 0;
}

/** Lets a server hang up only when what it has sent is kept: else some of it may be lost on the way. */
function whenKept(folder: TemporaryFolder): TarballServer['beforeCut'] {
  return async (bytes) => {
    const arrived = async () => (await keptFiles(folder)).some((content) => content.length === bytes);
    await vi.waitUntil(arrived, {timeout: 60_000, interval: 5});
  };
}

async function keptFiles(folder: TemporaryFolder): Promise<readonly Buffer[]> {
  const names = await readdir(folder.path, {recursive: true});
  const parts = names.filter((name) => name.endsWith('.part'));
  return Promise.all(parts.map((name) => readFile(path.join(folder.path, name))));
}

const found = {type: 'found', kafka: {version: '3.9.1', source: 'Apache'}};

test('of the tarball the jars, licence and notice are kept, with launch scripts of ours, and found again', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content);
  const progress: KafkaProgress[] = [];
  const finding = await find(folder, [server], {onProgress: (step) => progress.push(step)});
  const directory = path.join(folder.path, 'kafka-3.9.1');
  expect(finding).toEqual({
    type: 'found',
    kafka: {version: '3.9.1', directory, source: 'Apache'},
    passedOver: [],
  });
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
  expect((await readdir(directory)).sort()).toEqual([
    'LICENSE',
    'NOTICE',
    'bin',
    'class-archive',
    'config',
    'libs',
  ]);
  expect((await readdir(path.join(directory, 'libs'))).sort()).toEqual([
    'kafka-clients-3.9.1.jar',
    'kafka_2.13-3.9.1.jar',
  ]);
  expect(await readFile(path.join(directory, 'bin', 'kafka-topics.sh'), 'utf8')).toContain('TopicCommand');
  expect(server.asked.map(({url}) => url)).toEqual([`/kafka/3.9.1/${file}`]);
  expect([...new Set(progress.map(({message}) => message))]).toEqual([
    `Asking ${server.host} for Kafka 3.9.1`,
    `Downloading Kafka 3.9.1 from ${server.host}, 1 MB`,
    'Unpacking Kafka 3.9.1',
  ]);
  const fractions = progress.map(({fraction}) => fraction).filter((fraction) => fraction !== undefined);
  expect(fractions.length).toBeGreaterThan(2);
  expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
  expect(fractions.at(-1)).toBe(1);

  expect(await find(folder, [server])).toMatchObject({kafka: {directory, source: 'cache'}});
  expect(server.asked).toHaveLength(1);
});

test('a site that has only current releases is passed by for the archive without a word', async () => {
  await using folder = await temporaryFolder();
  await using current = await tarballServer(tarball.content, {status: 404});
  await using archive = await tarballServer(tarball.content);
  expect(await find(folder, [current, archive])).toMatchObject({...found, passedOver: []});
  expect(current.asked).toHaveLength(1);
});

test('a file with the wrong hash is thrown away and said, and the next site is asked from the start', async () => {
  await using folder = await temporaryFolder();
  const wrong = Buffer.from(tarball.content);
  wrong[1000] = (wrong[1000] ?? 0) ^ 1;
  await using broken = await tarballServer(wrong);
  await using archive = await tarballServer(tarball.content);
  const finding = await find(folder, [broken, archive]);
  expect(finding).toMatchObject(found);
  expect(whysOf(finding)).toEqual([
    `what ${broken.host} sent is not Kafka 3.9.1 and was thrown away: its SHA-512 is ${sha512(wrong).slice(0, 12)}… instead of ${tarball.release.sha512.slice(0, 12)}…; try again, or use another mirror`,
  ]);
  expect(archive.asked).toMatchObject([{range: undefined, sent: size}]);
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test.for([
  ['its last digit', -1],
  ['its first digit', 0],
] as const)('26: a file whose hash differs in %s is thrown away', async ([, place]) => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content);
  const digits = [...tarball.release.sha512];
  const digit = digits.at(place);
  const release = {
    ...tarball.release,
    sha512: digits.with(place, digit === 'a' ? 'b' : 'a').join(''),
  };
  const finding = await find(folder, [server], {release});
  expect(finding).toMatchObject({type: 'missing'});
  expect(await readdir(folder.path)).toEqual([]);
});

test('a file with the wrong hash leaves nothing, not even where no other site is left', async () => {
  await using folder = await temporaryFolder();
  await using broken = await tarballServer(Buffer.from('not Kafka'));
  expect(await find(folder, [broken])).toMatchObject({type: 'missing', passedOver: [{source: 'Apache'}]});
  expect(await readdir(folder.path)).toEqual([]);
});

test('a download that is cut off goes on where it was, and only the rest is sent', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {cutAfter: 200_000}, {cutAfter: 100_000}, {});
  server.beforeCut = whenKept(folder);
  expect(await find(folder, [server])).toMatchObject({...found, passedOver: []});
  expect(server.asked).toMatchObject([
    {status: 200, range: undefined, sent: 200_000},
    {status: 206, range: 'bytes=200000-', ifRange: '"first"', sent: 100_000},
    {status: 206, range: 'bytes=300000-', ifRange: '"first"', sent: size - 300_000},
  ]);
});

test('a server that knows no ranges is asked for all of it again', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(
    tarball.content,
    {cutAfter: 200_000, knowsRanges: false},
    {knowsRanges: false},
  );
  server.beforeCut = whenKept(folder);
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked).toMatchObject([{sent: 200_000}, {status: 200, range: 'bytes=200000-', sent: size}]);
});

test('a connection that falls silent counts as cut off', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {stallAfter: 200_000}, {});
  expect(await find(folder, [server], {}, {stallLimit: 1000})).toMatchObject(found);
  expect(server.asked).toMatchObject([{sent: 200_000}, {range: 'bytes=200000-', sent: size - 200_000}]);
});

test('after a bounded number of tries a site is given up; the next run goes on with what has come', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {cutAfter: 100_000});
  server.beforeCut = whenKept(folder);
  const finding = await find(folder, [server], {}, {attempts: 3});
  expect(whysOf(finding)).toEqual([
    `${server.host} cut the connection off, 3 times; the next start goes on from the 1 MB that have come`,
  ]);
  expect(server.asked).toHaveLength(3);
  expect(await keptBytes(folder)).toBe(300_000);
  server.manners = [{}];
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked.at(-1)).toMatchObject({range: 'bytes=300000-', sent: size - 300_000});
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test('what one site began another one finishes', async () => {
  await using folder = await temporaryFolder();
  await using first = await tarballServer(tarball.content, {cutAfter: 200_000});
  first.beforeCut = whenKept(folder);
  await using second = await tarballServer(tarball.content, {etag: '"of another site"'});
  const finding = await find(folder, [first, second], {}, {attempts: 1});
  expect(finding).toMatchObject(found);
  expect(whysOf(finding)[0]).toMatch(/^127\.0\.0\.1:\d+ cut the connection off, once;/);
  expect(second.asked).toMatchObject([{range: 'bytes=200000-', ifRange: undefined, sent: size - 200_000}]);
});

test.for([
  ['says so', {etag: '"second"'}, [200]],
  ['goes on with another one', {etag: '"second"', knowsIfRange: false}, [206, 200]],
  ['has a longer one', {content: Buffer.alloc(700_000), knowsIfRange: false}, [206, 200]],
  ['has a shorter one', {content: Buffer.alloc(100_000), knowsIfRange: false}, [416, 200]],
] as const)('a file that has changed since is begun anew: the server %s', async ([, manner, statuses]) => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {cutAfter: 200_000});
  server.beforeCut = whenKept(folder);
  await find(folder, [server], {}, {attempts: 1});
  server.manners = [manner];
  const changed = 'content' in manner ? manner.content : tarball.content;
  const finding = await find(folder, [server], {release: {...tarball.release, sha512: sha512(changed)}});
  expect(server.asked.slice(1).map(({status}) => status)).toEqual(statuses);
  expect(server.asked.at(-1)).toMatchObject({sent: changed.length});
  expect(whysOf(finding).join()).not.toContain('SHA-512');
});

test('a part without a word on where it comes from, as a crash may leave it, is not gone on with', async () => {
  await using folder = await temporaryFolder();
  const part = path.join(folder.path, `.download-${file}-free-${crypto.randomUUID()}`);
  await mkdir(part);
  await writeFile(path.join(part, `${file}.part`), 'half of something');
  await writeFile(path.join(part, 'origin.json'), '{"url": "htt');
  await using server = await tarballServer(tarball.content);
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked).toMatchObject([{range: undefined}]);
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test('a page for people, as networks with a login send it, does not cost what has come', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {cutAfter: 200_000});
  server.beforeCut = whenKept(folder);
  await find(folder, [server], {}, {attempts: 1});
  server.manners = [{knowsRanges: false, headers: {'content-type': 'text/html'}}];
  expect(whysOf(await find(folder, [server]))).toEqual([
    `${server.host} answers with a web page instead of the file; does this network want a login?`,
  ]);
  expect(await keptBytes(folder)).toBe(200_000);
});

test('aborting ends the download within a moment, keeps what has come and throws the reason', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {stallAfter: 200_000}, {});
  const controller = new AbortController();
  const reason = new Error('the learner left');
  const finding = find(folder, [server], {signal: controller.signal});
  const failing = expect(finding).rejects.toBe(reason);
  await whenKept(folder)(200_000);
  const began = performance.now();
  controller.abort(reason);
  await failing;
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked.at(-1)).toMatchObject({range: 'bytes=200000-', sent: size - 200_000});
});

test('aborting while it is unpacked keeps the tarball, for which no site is asked again', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content);
  const controller = new AbortController();
  const reason = new Error('the learner left');
  const onProgress = ({message}: KafkaProgress) => {
    if (message.startsWith('Unpacking')) controller.abort(reason);
  };
  await expect(find(folder, [server], {onProgress, signal: controller.signal})).rejects.toBe(reason);
  expect(await keptBytes(folder)).toBe(size);
  expect(await readdir(folder.path)).toHaveLength(1);
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked).toHaveLength(1);
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

function findInAnotherProcess(folder: TemporaryFolder, server: TarballServer) {
  const module = new URL('../../../src/lab/distribution/find-kafka.ts', import.meta.url).href;
  const program = `
    import {findKafka} from ${JSON.stringify(module)};
    const finding = await findKafka(${JSON.stringify({
      line: '3.9',
      environment: {},
      cacheDirectory: folder.path,
      sources: ['cache', 'Apache'],
      release: {...tarball.release, fits: undefined},
      apache: {sites: [server.url]},
    })});
    process.stdout.write(finding.type + ' ' + JSON.stringify(finding.passedOver));
  `;
  return execa(process.execPath, ['--input-type=module', '--eval', program], {reject: false});
}

test('what a process had that was killed is taken over', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {stallAfter: 200_000}, {});
  const killed = findInAnotherProcess(folder, server);
  await whenKept(folder)(200_000);
  killed.kill('SIGKILL');
  await killed;
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked.at(-1)).toMatchObject({range: 'bytes=200000-', sent: size - 200_000});
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test('two processes at once do not write into one part: both find Kafka, and one copy is kept', async () => {
  await using folder = await temporaryFolder();
  const bothAsk = Promise.withResolvers<void>();
  let halves = 0;
  const half = async () => {
    halves += 1;
    if (halves === 2) bothAsk.resolve();
    await bothAsk.promise;
  };
  await using server = await tarballServer(tarball.content, {half});
  const runs = await Promise.all([
    findInAnotherProcess(folder, server),
    findInAnotherProcess(folder, server),
  ]);
  expect(runs.map(({stdout, stderr}) => [stdout, stderr])).toEqual([
    ['found []', ''],
    ['found []', ''],
  ]);
  expect(server.asked).toMatchObject([{sent: size}, {sent: size}]);
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test('two searches of one process at once do not share a part either', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content);
  const findings = await Promise.all([find(folder, [server]), find(folder, [server])]);
  expect(findings).toMatchObject([{type: 'found'}, {type: 'found'}]);
  expect(await readdir(folder.path)).toEqual(['kafka-3.9.1']);
});

test('a full disk is told before the first byte, with what is missing, and no other site is asked', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {
    headers: {'content-type': 'application/x-gzip'},
  });
  const finding = await find(folder, [server, server], {}, {freeBytes: async () => 200_000});
  expect(whysOf(finding)).toEqual([
    `${folder.path} has no room for Kafka: 2 MB are needed and 2 MB of them are missing`,
  ]);
  expect(server.asked).toHaveLength(1);
  expect(await readdir(folder.path)).toEqual([]);
});

test('what is too large to be Kafka is not begun, nor a part that nobody asked for', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(tarball.content, {headers: {'content-length': '5000000000'}});
  expect(whysOf(await find(folder, [server]))).toEqual([`${server.host} offers 5000 MB, which cannot be it`]);
  server.manners = [{status: 206}];
  expect(whysOf(await find(folder, [server]))).toEqual([`${server.host} answers with HTTP 206`]);
  expect(await readdir(folder.path)).toEqual([]);
});

test('a mirror is asked first and alone, below the path that it names', async () => {
  await using folder = await temporaryFolder();
  await using mirror = await tarballServer(tarball.content, {status: 404}, {});
  await using site = await tarballServer(tarball.content);
  const environment = {KAFKA_LESSONS_MIRROR: `http://me:secret@${mirror.host}/apache/dist/`};
  expect(whysOf(await find(folder, [site], {environment}))).toEqual([
    `${mirror.host} has no /apache/dist/kafka/3.9.1/${file} (HTTP 404)`,
  ]);
  expect(await find(folder, [site], {environment})).toMatchObject(found);
  expect(mirror.asked.at(-1)).toMatchObject({url: `/apache/dist/kafka/3.9.1/${file}`});
  expect(site.asked).toEqual([]);
});

test.for(['ftp://mirror.test/dist', 'file:///dist', 'mirror'])('%s is no mirror', async (mirror) => {
  await using folder = await temporaryFolder();
  await using site = await tarballServer(tarball.content);
  const finding = await find(folder, [site], {environment: {KAFKA_LESSONS_MIRROR: mirror}});
  expect(whysOf(finding)).toEqual([
    'KAFKA_LESSONS_MIRROR is no address that begins with http:// or https://',
  ]);
  expect(site.asked).toEqual([]);
});

test('redirects are followed, to the end or for so long', async () => {
  await using folder = await temporaryFolder();
  await using server = await tarballServer(
    tarball.content,
    {status: 302, headers: {location: '/elsewhere'}},
    {},
  );
  expect(await find(folder, [server])).toMatchObject(found);
  expect(server.asked.map(({url}) => url)).toEqual([`/kafka/3.9.1/${file}`, '/elsewhere']);

  await using other = await temporaryFolder();
  server.manners = [{status: 302, headers: {location: '/elsewhere'}}];
  expect(whysOf(await find(other, [server]))).toEqual([`${server.host} redirects more than 5 times`]);
});

test('a redirect from https to http, or to what is no web address, is refused', () => {
  const from = new URL('https://a.test/kafka');
  expect(redirected(from, 'https://b.test/x').href).toBe('https://b.test/x');
  expect(redirected(new URL('http://a.test/'), 'https://b.test/x').href).toBe('https://b.test/x');
  expect(() => redirected(from, 'http://b.test/x')).toThrow('a.test redirects from https to http, to b.test');
  expect(() => redirected(from, 'file:///etc/passwd')).toThrow('no http or https address');
  expect(() => redirected(from, 'https://[')).toThrow('no http or https address');
});

test('a proxy of the environment is asked, except for hosts that it is not to be asked for', async () => {
  await using folder = await temporaryFolder();
  await using proxy = await tarballServer(tarball.content, {status: 404}, {});
  await using server = await tarballServer(tarball.content, {status: 503});
  const environment = {http_proxy: proxy.url, KAFKA_LESSONS_MIRROR: 'http://mirror.test/dist'};
  expect(await find(folder, [], {environment})).toMatchObject({type: 'missing'});
  expect(await find(folder, [], {environment})).toMatchObject(found);
  const asked = {url: `http://mirror.test/dist/kafka/3.9.1/${file}`};
  expect(proxy.asked).toMatchObject([asked, asked]);

  await using other = await temporaryFolder();
  const around = {HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1'};
  expect(whysOf(await find(other, [server], {environment: around}))).toEqual([
    `${server.host} answers with HTTP 503`,
  ]);
  expect(proxy.asked).toHaveLength(2);
  const broken = {HTTP_PROXY: 'http://['};
  expect(whysOf(await find(other, [server], {environment: broken}))[0]).toContain('names no proxy');
});

let mute: net.Server;
afterAll(() => mute.close());

test('sites that cannot be reached are named, and cost no more than their time', async () => {
  await using folder = await temporaryFolder();
  mute = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await using gone = await tarballServer(tarball.content);
  await gone[Symbol.asyncDispose]();
  // A connection that never becomes an encrypted one.
  const silent = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const began = performance.now();
  const terms = {connectLimit: 1000, nextConnectLimit: 800};
  const finding = await find(
    folder,
    [{url: `https://${silent}`}, {url: `https://${silent}`}, gone],
    {},
    terms,
  );
  expect(performance.now() - began).toBeLessThan(4000);
  expect(finding).toMatchObject({
    type: 'missing',
    cure: expect.stringContaining('KAFKA_LESSONS_MIRROR'),
  });
  expect(whysOf(finding)).toEqual([
    `${silent} did not answer within 1 s`,
    `${silent} did not answer within 0.8 s`,
    `${gone.host} refuses the connection`,
  ]);
  expect(await readdir(folder.path)).toEqual([]);
});
