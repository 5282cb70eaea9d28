import {describe, expect, it} from 'vitest';
import {labelFilter, renderLabels, renderName} from '../../../src/lab/docker/lab-labels.ts';

const lab = {homeId: '0a1b', lessonId: '04-topics'};

describe('26: what stands on a lab’s containers', () => {
  it('names the home, the lesson and the host', () => {
    expect(renderLabels(lab, 'broker-1')).toEqual({
      'kafka-lessons.home': '0a1b',
      'kafka-lessons.lesson': '04-topics',
      'kafka-lessons.host': 'broker-1',
    });
  });

  it('is what the engine is asked for, whole: another home’s are never found', () => {
    for (const asked of [lab, {homeId: '0a1b'}]) {
      const labels = Object.entries(renderLabels(lab)).map(([name, value]) => `${name}=${value}`);
      const {label} = labelFilter(asked);
      expect(labels).toEqual(expect.arrayContaining(label));
      expect(label).toContain('kafka-lessons.home=0a1b');
    }
    expect(labelFilter(lab).label).toHaveLength(2);
  });

  it('is a name of their own for each home, lesson and host', () => {
    const names = [
      renderName(lab),
      renderName(lab, 'broker-1'),
      renderName(lab, 'broker-2'),
      renderName({...lab, homeId: '0a1c'}, 'broker-1'),
      renderName({...lab, lessonId: '05-messages'}, 'broker-1'),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^kafka-lessons-[\w.-]+$/);
  });
});
