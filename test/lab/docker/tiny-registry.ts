import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import {execa} from 'execa';

/** A registry on loopback with one image, for an engine that can reach no other. */
export interface TinyRegistry extends AsyncDisposable {
  /** The image's name, the registry's address included. */
  readonly image: string;
  /** Bytes of layers sent so far, and whether one is being sent now. */
  readonly sent: number;
  readonly isSending: boolean;
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const piece = 256 * 1024;

/** Speaks as much of the distribution protocol as a pull needs; the layer is sent in pieces, 10 ms apart. */
export async function tinyRegistry(layerSize: number): Promise<TinyRegistry> {
  const archive = await archiveOfNoise(layerSize);
  const layer = gzipSync(archive, {level: 1});
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      rootfs: {type: 'layers', diff_ids: [digest(archive)]},
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: describe('application/vnd.docker.container.image.v1+json', config),
      layers: [describe('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
    }),
  );
  let sent = 0;
  let sending = 0;

  const server = http.createServer(async ({url = ''}, response) => {
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    if (url === '/v2/') {
      response.end();
    } else if (/\/tiny\/manifests\/(1|sha256:.*)$/.test(url)) {
      response.setHeader('content-type', manifestType);
      response.setHeader('docker-content-digest', digest(manifest));
      response.setHeader('content-length', manifest.length);
      response.end(manifest);
    } else if (url.endsWith(digest(config))) {
      response.end(config);
    } else if (url.endsWith(digest(layer))) {
      sending += 1;
      response.setHeader('content-length', layer.length);
      for (let at = 0; at < layer.length && !response.destroyed; at += piece) {
        const part = layer.subarray(at, at + piece);
        response.write(part);
        sent += part.length;
        await delay(10);
      }
      sending -= 1;
      response.end();
    } else {
      response.statusCode = 404;
      response.end(JSON.stringify({errors: [{code: 'MANIFEST_UNKNOWN', message: 'manifest unknown'}]}));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;

  return {
    image: `127.0.0.1:${port}/lessons/tiny:1`,
    get sent() {
      return sent;
    },
    get isSending() {
      return sending > 0;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Noise does not compress, and is new every time: the engine keeps layers that it knows. */
async function archiveOfNoise(size: number): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'layer-'));
  await writeFile(path.join(folder, 'noise'), randomBytes(size));
  const {stdout} = await execa('tar', ['-c', '-C', folder, 'noise'], {encoding: 'buffer'});
  await rm(folder, {recursive: true});
  return Buffer.from(stdout);
}

function describe(mediaType: string, content: Buffer) {
  return {mediaType, size: content.length, digest: digest(content)};
}

function digest(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
