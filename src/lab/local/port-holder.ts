import {readdir, readFile, readlink} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {serverRoles} from '../servers/server-roles.ts';

/** True when something listens on the port of loopback, whatever address it bound. */
export async function isPortTaken(port: number): Promise<boolean> {
  return (await answers(port)) || !(await canListen(port));
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: '127.0.0.1', port, timeout: 1000});
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}

async function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({host: '127.0.0.1', port, exclusive: true}, () => server.close(() => resolve(true)));
  });
}

/** Who holds a port: "java (process 4711)". Undefined where the system does not say, as for another user's process. */
export async function findPortHolder(port: number): Promise<string | undefined> {
  return process.platform === 'linux' ? holderInProc(port) : holderFromLsof(port);
}

async function holderInProc(port: number): Promise<string | undefined> {
  const inodes = new Set(
    (
      await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => listeningInodes(file, port)))
    ).flat(),
  );
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const handle of handles) {
      const target = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '');
      if (inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? '')) {
        const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        return describe(pid, command.split('\0').filter(Boolean));
      }
    }
  }

  return undefined;
}

/** `/proc/net/tcp`: the second column is address:port in hexadecimal, the fourth `0A` for listening, the tenth the inode. */
async function listeningInodes(file: string, port: number): Promise<readonly string[]> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    return columns[1]?.endsWith(`:${hex}`) && columns[3] === '0A' && columns[9] ? [columns[9]] : [];
  });
}

async function holderFromLsof(port: number): Promise<string | undefined> {
  const {execa} = await import('execa');
  const {stdout} = await execa('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {reject: false});
  const pid = /^p(\d+)$/m.exec(stdout ?? '')?.[1];
  const name = /^c(.+)$/m.exec(stdout ?? '')?.[1];
  return pid && name ? describe(pid, [name]) : undefined;
}

function describe(pid: string, words: readonly string[]): string {
  const program = words[0]?.split('/').at(-1) ?? 'a program';
  const role = serverRoles.find(({mainClass}) => words.includes(mainClass));
  return `${program} (process ${pid}${role ? `, ${role.called}` : ''})`;
}
