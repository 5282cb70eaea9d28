import path from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Course} from '../../src/course/lesson.ts';
import {loadCourse} from '../../src/course/load-course.ts';
import {searchCourse} from '../../src/course/search-course.ts';

let course: Course;
beforeAll(async () => {
  course = await loadCourse(path.resolve(import.meta.dirname, '../../lessons'));
});

const found = (query: string) =>
  searchCourse(course, query).map(({lesson, step}) => `${course.lessons[lesson]?.id} ${step ?? ''}`.trim());

describe('the search', () => {
  it('finds lessons and steps that have every word, in any order and case', () => {
    expect(found('TOPIC create test')).toContain('04-topics create-topic');
    expect(found('test create topic')).toEqual(found('TOPIC create test'));
  });

  it('puts those first that have the words in their title', () => {
    expect(found('topics')[0]).toBe('04-topics');
  });

  it('finds a term of the glossary first, says what it means and leads to its step', () => {
    const [term, ...others] = searchCourse(course, 'tombstone');
    expect(term).toMatchObject({
      term: 'Tombstone',
      step: 'tombstone',
      line: expect.stringMatching(/no value.*\.$/),
    });
    expect(course.lessons[term?.lesson ?? -1]?.id).toBe('08-storage');
    expect(others.map((hit) => hit.term)).toEqual(others.map(() => undefined));
    expect(searchCourse(course, 'RECORD message')[0]?.term).toBe('Message, record');
    expect(searchCourse(course, 'adress never sees').some((hit) => hit.term)).toBe(false);
    expect(searchCourse(course, 'never sees a message')[0]?.term).toBe('ZooKeeper');
  });

  it('shows the line, without marks, in which a word stands', () => {
    const [hit] = searchCourse(course, 'kafka-get-offsets.sh');
    expect(hit?.line).toContain('kafka-get-offsets.sh');
    expect(hit?.line).not.toMatch(/[`*]/);
  });

  it('shows what a person reads, and something of each hit', () => {
    const hits = ['key', 'broker-1', 'client', 'topics'].flatMap((word) => searchCourse(course, word));
    expect(hits.filter(({line}) => line === '' || /^(?:```|<|keys )/.test(line))).toEqual([]);
  });

  it.each([
    ['The topic `__consumer_offsets` keeps them', 'The topic __consumer_offsets keeps them'],
    ['__consumer_offsets and __transaction_state', '__consumer_offsets and __transaction_state'],
    ['_this_ word, __that__ one, **those** and kafka_2.13', 'this word, that one, those and kafka_2.13'],
    ['| 3.3 | `KRaft` is ready | `a \\| b` |', '3.3  KRaft is ready  a | b'],
    ['> - **first** `--topic *`', 'first --topic *'],
    ['--bootstrap-server localhost:9092 | head', '--bootstrap-server localhost:9092 | head'],
  ])('shows %j as %j', (line, shown) => {
    const [lesson] = course.lessons;
    if (!lesson) throw new Error('the course is empty');
    const only = {
      ...course,
      lessons: [{...lesson, summary: '', introduction: `xyzzy\n${line}`, steps: []}],
      glossary: [],
      end: undefined,
    };
    const word = /[\w.-]{4,}|3\.3/.exec(line)?.[0] ?? '';
    expect(searchCourse(only, word)[0]?.line).toBe(shown);
  });

  it('finds nothing for no words, and for words nobody wrote', () => {
    expect(found('  ')).toEqual([]);
    expect(found('xyzzy')).toEqual([]);
  });

  it('takes what stands in a pattern for itself', () => {
    expect(found('.*')).toEqual(found('.*').filter(Boolean));
    expect(() => found('[(')).not.toThrow();
  });
});
