import {describeLabContract} from '../contract/lab-contract.ts';
import {localSubject} from './local-subject.ts';

describeLabContract(localSubject);
