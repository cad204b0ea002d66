import { describe, expect, test } from 'vitest';
import { decideReconcileWindow, decideSyncWindow } from '../../src/sync/update-window.js';

const at = (text: string) => Date.parse(text);
const NOW = at('2026-03-02T02:00:00+08:00');

describe('decideSyncWindow', () => {
  test('bug 50 the window begins two days before the start of the last complete sync, in Singapore’s dates', () => {
    // 18:30 UTC of the 28th is the 1st in Singapore.
    const decision = decideSyncWindow({ lastSuccessAt: at('2026-02-28T18:30:00Z'), now: NOW });
    expect(decision).toMatchObject({ kind: 'incremental', from: '2026-02-27', to: '2026-03-02' });
  });

  test('bug 61 nothing was ever read whole: full', () => {
    expect(decideSyncWindow({ lastSuccessAt: null, now: NOW })).toMatchObject({
      kind: 'full',
      reason: expect.stringMatching(/yet/),
    });
  });

  test.each([
    ['2026-02-16T02:00:00+08:00', 'incremental'],
    ['2026-02-16T01:59:59+08:00', 'full'],
  ])('bug 50 a watermark of %s, two weeks ago: %s', (watermark, kind) => {
    expect(decideSyncWindow({ lastSuccessAt: at(watermark), now: NOW }).kind).toBe(kind);
  });
});

describe('decideReconcileWindow', () => {
  test.each([
    ['full', '2026-03-01T02:00:00+08:00', '2025-12-02'],
    ['incremental', '2026-03-01T02:00:00+08:00', '2026-02-27'],
    ['incremental', null, '2025-12-02'],
    ['incremental', '2025-01-01T02:00:00+08:00', '2025-12-02'],
  ] as const)('bug 15 a %s pass after one of %s looks from %s on', (mode, last, from) => {
    const lastSuccessAt = last === null ? null : at(last);
    expect(decideReconcileWindow({ mode, lastSuccessAt, now: NOW })).toEqual({ from, to: '2026-03-02' });
  });
});
