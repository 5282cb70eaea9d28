import {describeNodes} from '../contract/nodes-contract.ts';
import {localSubject} from './local-subject.ts';

describeNodes(localSubject);
