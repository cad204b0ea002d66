import { describe, expect, test } from 'vitest';
import { mapModeOfTraining } from '../../src/course-run/mode-of-learning.js';

const rulesOf = (code: string | null, profile: 'tms' | 'ssg-official') =>
  mapModeOfTraining(code, profile).notices.map(({ rule }) => rule);

describe('profile tms', () => {
  test.each([
    ['1', 'Physical'],
    ['2', 'Online'],
    ['3', 'On the Job'],
    ['4', 'Hybrid'],
    ['5', 'Practical'],
    ['6', 'Physical'],
    ['9', 'Physical'],
    ['77', 'Physical'],
    [null, 'Physical'],
  ])('S0.24 code %s is %s', (code, expected) => {
    expect(mapModeOfTraining(code, 'tms').modeOfLearning).toBe(expected);
  });

  test.each(['1', '2', '5'])('X23 code %s means the same to SSG: no notice', (code) => {
    expect(rulesOf(code, 'tms')).toEqual([]);
  });

  test.each(['3', '4', '6', '7', '8', '9', '10'])('X23 code %s means something else to SSG: a notice says what', (code) => {
    expect(rulesOf(code, 'tms')).toEqual(['X23 mode-profiles-disagree']);
  });

  test('X23 a live online class shown as Physical is named as what it is', () => {
    const { notices } = mapModeOfTraining('9', 'tms');
    expect(notices[0]?.message).toMatch(/"Synchronous eLearning".*"Physical"/);
  });
});

describe('profile ssg-official', () => {
  test.each([
    ['1', 'Classroom'],
    ['2', 'Asynchronous eLearning'],
    ['3', 'In-house'],
    ['4', 'On-the-Job'],
    ['5', 'Practical / Practicum'],
    ['6', 'Supervised Field'],
    ['7', 'Traineeship'],
    ['8', 'Assessment'],
    ['9', 'Synchronous eLearning'],
    ['10', 'Work-based Learning'],
  ])('X23 code %s is %s, without a notice', (code, expected) => {
    expect(mapModeOfTraining(code, 'ssg-official')).toEqual({
      modeOfLearning: expected,
      rule: 'S0.24 mode-of-learning',
      notices: [],
    });
  });
});

test.each(['tms', 'ssg-official'] as const)('bug 21 by %s an unknown or absent code is Physical and says so', (profile) => {
  for (const code of ['77', '', '01', null]) {
    expect(mapModeOfTraining(code, profile)).toMatchObject({ modeOfLearning: 'Physical', rule: 'bug 21 unknown-mode' });
    expect(rulesOf(code, profile)).toEqual(['bug 21 unknown-mode']);
  }
});
