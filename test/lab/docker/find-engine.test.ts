import {createHash} from 'node:crypto';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {connectEngine} from '../../../src/lab/docker/engine.ts';
import {type EnginePlaces, enginePlaces} from '../../../src/lab/docker/engine-places.ts';
import {findEngine, isOlderApi} from '../../../src/lab/docker/find-engine.ts';
import {temporaryFolder} from '../../course/course-folder.ts';
import {dockerEngine, silentEngine, standInEngine} from '../../doctor/stand-in-engine.ts';

const contextFiles = (folder: string, name: string, address: string) => ({
  [`${folder}/config.json`]: JSON.stringify({currentContext: name}),
  [`${folder}/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`]: JSON.stringify({
    Name: name,
    Endpoints: {docker: {Host: address}},
  }),
});
const firstOf = ({places}: EnginePlaces) => places[0];

describe('where an engine is looked for', () => {
  it('is DOCKER_HOST alone where it is set', async () => {
    await using home = await temporaryFolder(contextFiles('.docker', 'colima', 'unix:///c.sock'));
    const environment = {HOME: home.path, DOCKER_HOST: 'unix:///d.sock'};
    expect(await enginePlaces(environment)).toEqual({
      places: [{address: 'unix:///d.sock', namedBy: 'DOCKER_HOST'}],
      elsewhere: undefined,
    });
  });

  it('is the current context first, then the sockets of every engine we know', async () => {
    await using home = await temporaryFolder(contextFiles('.docker', 'colima', 'unix:///c.sock'));
    const found = await enginePlaces({HOME: home.path, XDG_RUNTIME_DIR: '/run/somebody'});
    expect(firstOf(found)).toEqual({address: 'unix:///c.sock', namedBy: 'the Docker context colima'});
    expect(found.places.slice(1).map(({address}) => address.replace(`unix://${home.path}`, '~'))).toEqual([
      'unix:///var/run/docker.sock',
      'unix:///run/somebody/docker.sock',
      '~/.docker/run/docker.sock',
      '~/.docker/desktop/docker.sock',
      '~/.colima/default/docker.sock',
      '~/.config/colima/default/docker.sock',
      '~/.rd/docker.sock',
      '~/.orbstack/run/docker.sock',
      'unix:///run/somebody/podman/podman.sock',
      'unix:///run/podman/podman.sock',
    ]);
  });

  it('may be given without its kind', async () => {
    expect((await enginePlaces({DOCKER_HOST: 'localhost:2375'})).places).toMatchObject([
      {address: 'tcp://localhost:2375'},
    ]);
    expect((await enginePlaces({DOCKER_HOST: 'build-server:2375'})).elsewhere).toMatchObject({
      address: 'tcp://build-server:2375',
    });
  });

  it('knows DOCKER_CONTEXT and DOCKER_CONFIG, as Docker’s own command does', async () => {
    await using home = await temporaryFolder({
      ...contextFiles('elsewhere', 'first', 'unix:///first.sock'),
      ...contextFiles('elsewhere', 'second', 'unix:///second.sock'),
    });
    const environment = {HOME: home.path, DOCKER_CONFIG: path.join(home.path, 'elsewhere')};
    expect(firstOf(await enginePlaces(environment))?.address).toBe('unix:///second.sock');
    const named = {...environment, DOCKER_CONTEXT: 'first'};
    expect(firstOf(await enginePlaces(named))?.address).toBe('unix:///first.sock');
    const standard = {...environment, DOCKER_CONTEXT: 'default'};
    expect(firstOf(await enginePlaces(standard))?.address).toBe('unix:///var/run/docker.sock');
  });

  it('is the usual sockets where Docker’s files are damaged', async () => {
    await using home = await temporaryFolder({'.docker/config.json': '{"currentContext": "col'});
    expect(firstOf(await enginePlaces({HOME: home.path}))?.namedBy).toBe('usual');
    await home.write({'.docker/config.json': '{"currentContext": "colima"}'});
    expect(firstOf(await enginePlaces({HOME: home.path}))?.namedBy).toBe('usual');
  });

  it.each(['ssh://somebody@localhost', 'ssh://build-server', 'tcp://build-server:2375'])(
    'is not %s: another machine, or a way that cannot be gone',
    async (address) => {
      expect(await enginePlaces({DOCKER_HOST: address})).toEqual({
        places: [],
        elsewhere: {address, namedBy: 'DOCKER_HOST'},
      });
    },
  );
});

describe('the engine', () => {
  it('that is taken is the one of the context, though another answers at a usual place', async () => {
    await using engine = await standInEngine({
      ...dockerEngine,
      info: {...dockerEngine.info, Name: 'colima'},
    });
    await using other = await standInEngine();
    await using home = await temporaryFolder(contextFiles('.docker', 'colima', engine.address));
    const environment = {HOME: home.path, XDG_RUNTIME_DIR: path.dirname(other.path)};
    expect((await findEngine(environment)).found).toMatchObject({
      address: engine.address,
      apiVersion: '1.47',
      namedBy: 'the Docker context colima',
    });
    // testcontainers alone would have taken the other one.
    const connected = await connectEngine(environment);
    expect(connected).toMatchObject({kind: 'Colima', memory: 8e9});
    expect(connected.docker.modem).toMatchObject({socketPath: engine.path});
  });

  it('is a usual one where that of the context does not answer, and silence costs two seconds in all', async () => {
    await using silent = await silentEngine();
    await using other = await standInEngine();
    await using home = await temporaryFolder(contextFiles('.docker', 'gone', silent.address));
    const environment = {HOME: home.path, XDG_RUNTIME_DIR: path.dirname(other.path)};
    const began = performance.now();
    const {found, asked} = await findEngine(environment);
    expect(performance.now() - began).toBeLessThan(3900);
    expect(asked[0]).toMatchObject({address: silent.address, failure: 'silent'});
    // This machine's own may come before it.
    expect(['unix:///var/run/docker.sock', other.address]).toContain(found?.address);
  });

  it('is not kept waiting for by one that comes later and is silent', async () => {
    await using engine = await standInEngine();
    await using silent = await silentEngine();
    await using home = await temporaryFolder(contextFiles('.docker', 'quick', engine.address));
    const environment = {HOME: home.path, XDG_RUNTIME_DIR: path.dirname(silent.path)};
    const began = performance.now();
    expect((await findEngine(environment)).found?.address).toBe(engine.address);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('at a path that cannot be used is refused with the way round', async () => {
    await using engine = await standInEngine({...dockerEngine, socket: 'a folder/docker.sock'});
    await expect(connectEngine({DOCKER_HOST: engine.address})).rejects.toMatchObject({
      name: 'LabError',
      message: expect.stringContaining('has a space'),
      cure: expect.stringContaining('ln -s'),
    });
  });

  it('is too old below what is needed, by number and not by letter', () => {
    expect(['1.9', '1.26', '1.34', '1.35', '1.41', '2.0'].filter((api) => isOlderApi(api, '1.35'))).toEqual([
      '1.9',
      '1.26',
      '1.34',
    ]);
  });
});
