import { expect, test } from 'vitest';
import {
  DEFAULT_ENROLLED_AT_SETTING,
  decideEnrolledAt,
  ENROLLED_AT_SETTINGS,
  type EnrolledAtFacts,
  enrolledAtOf,
} from '../../src/activation/decide-enrolled-at.js';
import { startOfDayIn } from '../../src/activation/start-of-day.js';

const ZONE = 'Asia/Singapore';
const TODAY = '2026-03-02';
const hour = 60 * 60 * 1000;

const facts = (startDate: string): EnrolledAtFacts => ({
  startDate,
  today: TODAY,
  classStart: startOfDayIn(ZONE, startDate),
  startOfToday: startOfDayIn(ZONE, TODAY),
});

test.each(ENROLLED_AT_SETTINGS)('S2.3 on its first day a class’s learners are enrolled from that day (%s)', (setting) => {
  const decision = decideEnrolledAt(facts(TODAY), setting);
  expect(decision).toMatchObject({ rule: 'S2.3 enrolled-at-day-of-run', at: Date.parse('2026-03-01T16:00:00Z') });
  expect(enrolledAtOf(decision, decision.at + 9 * hour)).toBe(decision.at);
});

test('bug 38 a late activation takes the class’s start, so that no session before it looks unattended', () => {
  const decision = decideEnrolledAt(facts('2026-02-27'), DEFAULT_ENROLLED_AT_SETTING);
  expect(decision).toMatchObject({ rule: 'bug 38 enrolled-at-class-start', at: Date.parse('2026-02-26T16:00:00Z') });
  expect(decision.reason).toContain('2026-02-27');
  expect(enrolledAtOf(decision, decision.at - hour)).toBe(decision.at);
});

test('bug 38 a learner who joined after a late class’s start is enrolled from their enrolment', () => {
  const decision = decideEnrolledAt(facts('2026-02-27'), 'class_start_when_late');
  expect(enrolledAtOf(decision, decision.at + hour)).toBe(decision.at + hour);
});

test('S2.3 by the setting day_of_run a late activation takes its own day, as the words of S2.3 say', () => {
  const decision = decideEnrolledAt(facts('2026-02-27'), 'day_of_run');
  expect(decision).toMatchObject({ rule: 'S2.3 enrolled-at-day-of-run', at: Date.parse('2026-03-01T16:00:00Z') });
  expect(enrolledAtOf(decision, decision.at + hour)).toBe(decision.at);
});
