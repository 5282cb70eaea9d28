import {describe, expect, it} from 'vitest';
import {joinQuorum} from '../../src/observer/quorum.ts';

const replica = (id: number, logEndOffset: number) => ({id, directoryId: `d${id}`, logEndOffset});
const leaderOf = (id: number, epoch: number) => ({
  id,
  quorum: {
    leader: id,
    epoch,
    highWatermark: 40,
    voters: [replica(3, 38), replica(1, 42), replica(2, -1)],
    observers: [replica(4, 12)],
  },
});
const follower = (id: number) => ({id, quorum: undefined});

describe('the controllers', () => {
  it('stand as the one that leads tells', () => {
    expect(joinQuorum([follower(3), leaderOf(1, 7)])).toEqual({
      leader: 1,
      epoch: 7,
      voters: [
        {id: 1, lag: 0},
        {id: 2, lag: undefined},
        {id: 3, lag: 2},
      ],
      observers: [{id: 4, lag: 28}],
      answering: [1, 3],
    });
  });

  it('have no leader where none of those that answer says so', () => {
    const nobody = {leader: undefined, epoch: undefined, voters: [], observers: []};
    expect(joinQuorum([follower(2)])).toEqual({...nobody, answering: [2]});
  });

  it('are not known where none answers', () => {
    expect(joinQuorum([])).toBeUndefined();
  });

  it('are led by the later of two: the other has not heard yet', () => {
    expect(joinQuorum([leaderOf(1, 7), leaderOf(3, 8)])).toMatchObject({leader: 3, epoch: 8});
  });
});
