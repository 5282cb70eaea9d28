import {it} from 'vitest';
import {describeLabContract} from '../contract/lab-contract.ts';
import {dockerSubject, hasDocker} from './docker-subject.ts';

if (await hasDocker()) describeLabContract(dockerSubject);
else it.skip('labs of the docker runtime');
