import { expect, test } from 'vitest';
import { DELIVERY_ATTEMPTS, decideRedelivery } from '../../src/incident/alert-delivery.js';

const NOW = 1_795_600_000_000;

test('bug 28 each pause is twice the one before, up to an hour; then it is given up', () => {
  const waits = Array.from({ length: DELIVERY_ATTEMPTS }, (_, index) => {
    const decision = decideRedelivery({ attempts: index + 1, now: NOW });
    return decision.kind === 'retry' ? (decision.notBefore - NOW) / 1000 : decision.kind;
  });
  expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 'dead_letter']);
});

test('bug 28 the reason says what to do', () => {
  expect(decideRedelivery({ attempts: 2, now: NOW }).reason).toBe('Try 2 of 10 failed; the next one in 1 min.');
  expect(decideRedelivery({ attempts: 11, now: NOW })).toEqual({
    kind: 'dead_letter',
    reason: 'Given up after 11 tries. Mend the channel, then send it again.',
  });
});
