import {chmodSync, existsSync, readdirSync} from 'node:fs';
import {chmod, mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {connect, createServer, type Socket} from 'node:net';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import {findHome} from '../../src/home/home-paths.ts';
import {askOwner, HomeError, joinOwner, ownHome} from '../../src/home/owned-home.ts';
import {temporaryFolder} from '../course/course-folder.ts';
import {until} from '../lab/contract/until.ts';

const running = 'kafka-lessons is running already, in another window, on the same state folder.';

function startApp(home: string) {
  const app = execa(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'app-with-home.ts'), home],
    {reject: false, buffer: false, stdin: 'pipe', stdout: 'pipe', stderr: 'inherit'},
  );
  const line = new Promise<string>((resolve) => {
    let text = '';
    app.stdout.setEncoding('utf8');
    app.stdout.on('data', (part) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
    app.stdout.once('close', () => resolve(text.trim()));
  });
  return {
    pid: app.pid ?? 0,
    /** The first line it says: `owner ID` or why it is none. */
    said: line,
    kill: async () => {
      app.kill('SIGKILL');
      await app;
    },
    leave: async () => {
      app.stdin.end();
      await app;
    },
  };
}

describe('the paths of a home', () => {
  it('come from the option, the environment, or the XDG folders', () => {
    expect(findHome('/given', {KAFKA_LESSONS_HOME: '/env'}).home).toBe('/given');
    expect(findHome(undefined, {KAFKA_LESSONS_HOME: '/env', XDG_STATE_HOME: '/state'}).home).toBe('/env');
    expect(findHome(undefined, {XDG_STATE_HOME: '/state', XDG_CACHE_HOME: '/cache'})).toMatchObject({
      home: '/state/kafka-lessons',
      cache: '/cache/kafka-lessons',
      progressFile: '/state/kafka-lessons/progress.json',
    });
    expect(findHome(undefined, {XDG_STATE_HOME: ''}).home).toMatch(/\/\.local\/state\/kafka-lessons$/);
    expect(path.isAbsolute(findHome('relative', {}).home)).toBe(true);
  });

  it('have a socket path that any system can bind, however long the home is', () => {
    const long = findHome(`/${'very-long/'.repeat(30)}`, {TMPDIR: `/${'x'.repeat(200)}`});
    expect(Buffer.byteLength(long.socket)).toBeLessThan(104);
    expect(long.socket).not.toBe(findHome(`/${'very-long/'.repeat(31)}`, {}).socket);
    expect(findHome('/short', {}).socket).toBe('/short/app.sock');
    expect(findHome(`/${'漢'.repeat(40)}`, {}).socket).toMatch(/^\/tmp\//);
  });
});

describe('a home', () => {
  it('is made, with an id that stays, for nobody else to read', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(path.join(folder.path, 'a', 'b'), {});
    let id: string;
    {
      await using home = await ownHome(paths);
      id = home.id;
      expect(id).toMatch(/^[0-9a-f]{12}$/);
      expect((await stat(paths.socket)).mode & 0o777).toBe(0o600);
      expect((await stat(paths.labs)).mode & 0o077).toBe(0);
    }
    expect(existsSync(paths.socket)).toBe(false);
    await using again = await ownHome(paths);
    expect(again.id).toBe(id);
    expect(readdirSync(paths.home).sort()).toEqual(['app.sock', 'home-id', 'labs']);
  });

  it.each(['', 'not an id', '0123456789abc\n../x'])(
    'gets a new id in place of a damaged one: %j',
    async (text) => {
      await using folder = await temporaryFolder({'home-id': text});
      await using home = await ownHome(findHome(folder.path, {}));
      expect(home.id).toMatch(/^[0-9a-f]{12}$/);
      expect(await readFile(path.join(folder.path, 'home-id'), 'utf8')).toBe(home.id);
    },
  );

  it('is refused to a second owner, in words', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using _ = await ownHome(paths);
    const second = ownHome(paths);
    await expect(second).rejects.toThrow(HomeError);
    await expect(second).rejects.toMatchObject({
      message: running,
      cure: 'Go on there, or give this one a folder of its own: --home DIR.',
    });
    await using other = await ownHome(findHome(path.join(folder.path, 'other'), {}));
    expect(other.id).toMatch(/^[0-9a-f]{12}$/);
  });

  it('can be owned by one process after the other, also on a very long path', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(path.join(folder.path, 'x'.repeat(120), 'y'.repeat(120)), {});
    for (let time = 0; time < 2; time += 1) {
      await using _ = await ownHome(paths);
      await expect(ownHome(paths)).rejects.toThrow(running);
    }
    expect(existsSync(paths.socket)).toBe(false);
  });

  it('that cannot be written is refused, with the reason and the cure', async () => {
    await using folder = await temporaryFolder({file: ''});
    const under = ownHome(findHome(path.join(folder.path, 'file', 'home'), {}));
    await expect(under).rejects.toMatchObject({
      name: 'HomeError',
      message: `The state folder ${path.join(folder.path, 'file', 'home')} cannot be written (ENOTDIR).`,
      cure: 'Make it writable, or choose another one: --home DIR (or KAFKA_LESSONS_HOME).',
    });
    if (process.getuid?.() === 0) {
      console.log(
        'The tests run as root, whom no mode stops: a folder that is read-only by its mode is NOT tried.',
      );
      return;
    }
    const home = path.join(folder.path, 'read-only');
    await mkdir(path.join(home, 'labs'), {recursive: true});
    chmodSync(home, 0o500);
    await expect(ownHome(findHome(home, {}))).rejects.toThrow(/cannot be written \(EACCES\)/);
    chmodSync(home, 0o700);
  });
});

describe('an owner that is killed', () => {
  it('is followed at once', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    const first = startApp(folder.path);
    expect(await first.said).toMatch(/^owner /);
    await first.kill();
    expect(existsSync(paths.socket)).toBe(true);
    const began = performance.now();
    await using _ = await ownHome(paths);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('just while it takes the home is followed a little later', async () => {
    await using folder = await temporaryFolder({'app.sock.gate': ''});
    await using home = await ownHome(findHome(folder.path, {}));
    expect(home.id).toMatch(/^[0-9a-f]{12}$/);
    expect(readdirSync(folder.path).filter((name) => name.includes('gate'))).toEqual([]);
  });
});

describe('twenty apps that start at once', () => {
  const kinds = {
    'a new home': async () => {},
    'a home whose owner was killed': async (folder: string) => {
      const app = startApp(folder);
      await app.said;
      await app.kill();
    },
    'a home whose owner was killed while it took it': async (folder: string) => {
      await writeFile(path.join(folder, 'app.sock.gate'), '');
    },
  };

  it.each(Object.entries(kinds))('on %s: exactly one owns it', async (_, prepare) => {
    await using folder = await temporaryFolder();
    await prepare(folder.path);
    const apps = Array.from({length: 20}, () => startApp(folder.path));
    try {
      const said = await Promise.all(apps.map((app) => app.said));
      expect(said.filter((line) => line.startsWith('owner '))).toHaveLength(1);
      expect(said.filter((line) => line.startsWith(`HomeError: ${running}`))).toHaveLength(19);
      const owner = apps[said.findIndex((line) => line.startsWith('owner '))];
      expect(await askOwner(findHome(folder.path, {}), 'who?')).toEqual({
        value: {asked: 'who?', by: owner?.pid},
      });
    } finally {
      await Promise.all(apps.map((app) => app.leave()));
    }
    expect(readdirSync(folder.path).sort()).toEqual(['home-id', 'labs']);
  });
});

describe('another window', () => {
  it('asks the owner, and is answered', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    await expect(askOwner(paths, 1)).rejects.toThrow('the app is still starting; try again in a moment');
    home.serve(async (request) => ({you: request}));
    expect(await askOwner(paths, {type: 'verify', lesson: 'žluťoučký\n漢字'})).toEqual({
      value: {you: {type: 'verify', lesson: 'žluťoučký\n漢字'}},
    });
    home.serve(async () => undefined);
    expect(await askOwner(paths, 1)).toEqual({value: undefined});
    home.serve(async () => 'x'.repeat(3_000_000));
    expect(await askOwner(paths, 1)).toEqual({value: 'x'.repeat(3_000_000)});
  });

  it.each([
    [
      'floods',
      (socket: Socket) => {
        const flood = () => {
          while (socket.writable && socket.write('x'.repeat(64 * 1024)));
          if (socket.writable) socket.once('drain', flood);
        };
        flood();
      },
    ],
    ['answers something else', (socket: Socket) => socket.end('<html>\n')],
    ['answers no object', (socket: Socket) => socket.end('7\n')],
  ] as const)('50: says that a stranger sits there, one that %s', async (_, answer) => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    const stranger = createServer((socket) => {
      socket.on('error', () => {});
      answer(socket);
    });
    await new Promise<void>((resolve) => stranger.listen(paths.socket, resolve));
    await expect(askOwner(paths, 1)).rejects.toThrow('is not kafka-lessons, or not this version');
    stranger.close();
  });

  it('50: takes a home in which others may write for itself', async () => {
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o777);
    await using _ = await ownHome(findHome(folder.path, {}));
    expect((await stat(folder.path)).mode & 0o777).toBe(0o755);
  });

  it('50: keeps the home although its socket is removed, as often as that happens', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    home.serve(async (request) => ({request}));
    const joined = await joinOwner(paths, {stays: true});
    for (let time = 0; time < 3; time += 1) {
      await rm(paths.socket);
      await until('the socket is there again', () => existsSync(paths.socket));
      await expect(ownHome(paths)).rejects.toThrow(running);
      expect(await askOwner(paths, {time})).toEqual({value: {request: {time}}});
    }
    joined?.close();
  });

  it('is told what the owner refuses', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    home.serve(async () => {
      throw new Error('not today');
    });
    await expect(askOwner(paths, 1)).rejects.toMatchObject({name: 'HomeError', message: 'not today'});
  });

  it('is answered side by side with others', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    home.serve(async (request) => request);
    const numbers = Array.from({length: 50}, (_, index) => index);
    expect(await Promise.all(numbers.map((number) => askOwner(paths, number)))).toEqual(
      numbers.map((value) => ({value})),
    );
  });

  it('finds nobody where no app runs, where one was killed, and where a file lies', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    expect(await askOwner(paths, 1)).toBeUndefined();
    await writeFile(paths.socket, 'not a socket');
    expect(await askOwner(paths, 1)).toBeUndefined();
    await rm(paths.socket);
    const app = startApp(folder.path);
    await app.said;
    await app.kill();
    expect(await askOwner(paths, 1)).toBeUndefined();
  });

  it('finds nobody when the owner ends while it answers', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    const home = await ownHome(paths);
    let asked = false;
    home.serve(async () => {
      asked = true;
      return new Promise(() => {});
    });
    const answer = askOwner(paths, 1);
    await until('the owner is asked', () => asked);
    await home[Symbol.asyncDispose]();
    expect(await answer).toBeUndefined();
  });

  it('that says nothing, rubbish, too much or goes at once harms nobody', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    const home = await ownHome(paths);
    home.serve(async (request) => request);
    const silent = connect(paths.socket);
    silent.on('error', () => {});
    await new Promise((resolve) => silent.once('connect', resolve));
    const say = async (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(paths.socket, () => socket.end(text));
        socket.on('error', () => {});
        socket.setEncoding('utf8').on('data', (part) => {
          answer += part;
        });
        socket.once('close', () => resolve(answer));
      });
    expect(await say('rubbish\n')).toMatch(/^\{"error":".*not valid JSON"\}\n$/);
    expect(await say('no end of line')).not.toContain('value');
    await say('x'.repeat(10_000_000));
    for (let time = 0; time < 100; time += 1)
      connect(paths.socket)
        .on('error', () => {})
        .destroy();
    for (let time = 0; time < 100; time += 1) {
      const socket = connect(paths.socket, () => {
        socket.write('{"half');
        socket.destroy();
      });
      socket.on('error', () => {});
    }
    expect(await askOwner(paths, 'still there?')).toEqual({value: 'still there?'});
    const began = performance.now();
    await home[Symbol.asyncDispose]();
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('a window that stays', () => {
  it('is told long lines, and says what broke the connection', async () => {
    await using folder = await temporaryFolder();
    const paths = findHome(folder.path, {});
    await using home = await ownHome(paths);
    const long = 'x'.repeat(300_000);
    home.serve(
      async () => undefined,
      async (_, {send}) => send({long}),
    );
    const window = await joinOwner(paths, {});
    const heard: unknown[] = [];
    for await (const message of window?.messages ?? []) heard.push(message);
    expect(heard).toEqual([{long}]);

    home.serve(
      async () => undefined,
      async () => {
        throw new Error('no room');
      },
    );
    const refused = await joinOwner(paths, {});
    await expect(refused?.messages[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: 'HomeError',
      message: 'The running app refuses: no room.',
    });
    refused?.close();
    const {server, close} = await answerWith(`${paths.socket}.other`, 'no JSON\n');
    const broken = await joinOwner({...paths, socket: server}, {});
    await expect(broken?.messages[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: 'HomeError',
      cure: 'The app goes on; the same command joins it again.',
    });
    broken?.close();
    await close();
  });
});

/** Something at the other end that is not an app. */
async function answerWith(socketPath: string, text: string) {
  const other = createServer((socket) => socket.resume().end(text));
  await new Promise<void>((resolve) => {
    other.listen(socketPath, resolve);
  });
  return {server: socketPath, close: async () => new Promise((resolve) => other.close(resolve))};
}
