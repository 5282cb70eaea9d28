import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type HostName, type KafkaLine, modeOfLine} from '../../../src/course/lesson.ts';
import type {Lab, LabFile, LabIdentity, LabProgress, Runtime} from '../../../src/lab/lab.ts';
import type {ContractSubject} from './contract-subject.ts';

const kafkajs = path.resolve(import.meta.dirname, '../../../node_modules/kafkajs');

/** The lab that the parts of the suite share, one after the other. */
export interface SharedLab {
  readonly subject: ContractSubject;
  runtime: Runtime;
  identity: LabIdentity;
  lab: Lab;
  progress: LabProgress[];
}

export const contractHosts: readonly HostName[] = ['zookeeper', 'broker-1', 'client'];

/** An identity of its own, as every home and lesson has. Its folder lies in a path with a space. */
export async function makeIdentity(homeId = randomBytes(6).toString('hex')): Promise<LabIdentity> {
  const directory = await mkdtemp(path.join(tmpdir(), 'kafka lessons '));
  const workspace = path.join(directory, 'workspace');
  return {homeId, lessonId: '07-contract', directory: path.join(directory, 'lab'), workspace};
}

export async function removeFolder({directory}: LabIdentity): Promise<void> {
  await rm(path.dirname(directory), {recursive: true, force: true});
}

export interface StartOptions {
  /** 3.9 unless set. */
  readonly line?: KafkaLine;
  readonly hosts?: readonly HostName[];
  readonly ports?: readonly number[];
  readonly files?: readonly LabFile[];
  readonly report?: (progress: LabProgress) => void;
  readonly signal?: AbortSignal;
}

export async function startLab(
  runtime: Runtime,
  identity: LabIdentity,
  {line = '3.9', hosts = contractHosts, ports = [], files = [], report = () => {}, signal}: StartOptions = {},
): Promise<Lab> {
  return runtime.startLab({
    identity,
    needs: {kafka: line, mode: modeOfLine[line], hosts, running: [], ports},
    files,
    kafkajs,
    report,
    signal: signal ?? new AbortController().signal,
  });
}
