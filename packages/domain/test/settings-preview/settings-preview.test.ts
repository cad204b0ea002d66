import { expect, test } from 'vitest';
import { previewLimits } from '../../src/settings-preview/preview-limits.js';
import { previewModes } from '../../src/settings-preview/preview-modes.js';
import { previewWindow } from '../../src/settings-preview/preview-window.js';

const TODAY = '2026-03-02';
const runs = ['2026-03-01', '2026-03-02', '2026-03-09', '2026-03-10', '2026-03-16', '2026-03-17'].map((startDate) => ({
  id: startDate,
  startDate,
}));

test('S0.9 S0.11 a longer threshold lets in the runs up to its last day, included', () => {
  expect(previewWindow(TODAY, 7, 14, runs)).toEqual({
    endNow: '2026-03-09',
    endThen: '2026-03-16',
    runsNow: 2,
    runsThen: 4,
    entering: ['2026-03-10', '2026-03-16'],
    leaving: [],
  });
});

test('S0.9 S0.11 a shorter one lets out, and the same one changes nothing', () => {
  expect(previewWindow(TODAY, 7, 0, runs)).toMatchObject({ runsThen: 1, entering: [], leaving: ['2026-03-09'] });
  expect(previewWindow(TODAY, 7, 7, runs)).toMatchObject({ entering: [], leaving: [] });
});

test('S0.24 X23 another profile renames by code; runs without a code are not judged', () => {
  const groups = [
    { modeOfTrainingCode: '1', modeOfLearning: 'Physical', runs: 5, firstIds: ['a'] },
    { modeOfTrainingCode: '9', modeOfLearning: 'Physical', runs: 2, firstIds: ['b', 'c'] },
    { modeOfTrainingCode: null, modeOfLearning: 'Physical', runs: 1, firstIds: ['d'] },
  ];
  expect(previewModes(groups, 'ssg-official')).toMatchObject({
    changes: [
      { modeOfTrainingCode: '1', before: 'Physical', after: 'Classroom', runs: 5 },
      { modeOfTrainingCode: '9', before: 'Physical', after: 'Synchronous eLearning', firstIds: ['b', 'c'] },
    ],
    changedRuns: 7,
    unchangedRuns: 0,
    unknownCodeRuns: 1,
  });
  expect(previewModes(groups, 'tms')).toMatchObject({ changes: [], unchangedRuns: 7 });
});

test('bug 49 past nights are judged by both limits; one that took nothing away never waits', () => {
  const night = { chainRunId: '7', step: 'sync_enrolments', removals: 0, touched: 300, waited: false };
  const nights = [
    { ...night, cancels: 6 },
    { ...night, cancels: 0, touched: 0 },
  ];
  const judged = previewLimits(nights, { maxCancels: 10, maxCancelsPercent: 2 }, { maxCancels: 5, maxCancelsPercent: 2 });
  expect(judged).toMatchObject([
    { waitsNow: false, waitsThen: true, reason: expect.stringContaining('6 enrolments of 300') },
    { waitsNow: false, waitsThen: false, reason: null },
  ]);
});
