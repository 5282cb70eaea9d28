import {it} from 'vitest';
import {describeNodes} from '../contract/nodes-contract.ts';
import {dockerSubject, hasDocker} from './docker-subject.ts';

if (await hasDocker()) describeNodes(dockerSubject);
else it.skip('nodes without ZooKeeper of the docker runtime');
