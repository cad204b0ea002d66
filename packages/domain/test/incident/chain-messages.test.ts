import { expect, test } from 'vitest';
import { chainFailureText, stepCompletedText, stepFailedText, stepStartedText } from '../../src/incident/chain-messages.js';

test('S4.12 the alert of a required step that failed, word for word', () => {
  expect(chainFailureText('Daily sync', 'sync_courses', 'SSG is down')).toBe(
    'Daily sync chain failed at sync_courses: SSG is down',
  );
});

test('S4.13 the three log lines, word for word', () => {
  expect(stepStartedText('Daily sync', 'sync_courses')).toBe('[Daily Sync] Starting sync_courses...');
  expect(stepCompletedText('Daily sync', 'sync_courses')).toBe('[Daily Sync] sync_courses completed');
  expect(stepFailedText('Daily sync', 'sync_courses', 'SSG is down')).toBe('[Daily Sync] sync_courses failed: SSG is down');
});
