import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENROLMENT_STATUSES } from '../../src/enrolment/enrolment.js';
import { planCancellations } from '../../src/enrolment/plan-cancellations.js';
import { isInactive, isLive, normaliseEnrolmentStatus } from '../../src/enrolment/status.js';
import { localEnrolment, ssgEnrolment } from '../support/facts.js';

const REFERENCE = 'ENR-2602-000001';
const OTHER = 'ENR-2602-000002';

describe('planCancellations', () => {
  test.each(['Cancelled', 'Withdrawn', 'Rejected', 'CANCELLED'])('bug 15 live here, %s at SSG: the row follows', (status) => {
    const ssg = ssgEnrolment(REFERENCE, { status, rawDataHash: 'payload-new' });
    const { cancellations, skips } = planCancellations({ local: [localEnrolment(REFERENCE)], ssg: [ssg] });
    expect(skips).toEqual([]);
    expect(cancellations).toMatchObject([
      {
        action: 'update',
        key: REFERENCE,
        target: { id: `row-${REFERENCE}`, version: 1 },
        rule: 'bug 15 cancelled-after-window',
        reason: `SSG has the enrolment as ${status}; here it was Confirmed.`,
        after: { status: normaliseEnrolmentStatus(status), ssgStatus: status, rawDataHash: 'payload-new', movesToThisRun: false },
      },
    ]);
    expect(cancellations[0]?.fields.map(({ field }) => field)).toEqual(['enrolment_status', 'ssg_status', 'raw_data_hash']);
  });

  test.each([
    [
      'S0.17 an admin removed it',
      localEnrolment(REFERENCE, { status: 'Admin Removed' }),
      'Cancelled',
      'S0.17 admin-removed-wins',
    ],
    ['bug 15 unknown here', localEnrolment(OTHER), 'Cancelled', 'bug 15 never-reactivated'],
    [
      'bug 15 ended here and live at SSG',
      localEnrolment(REFERENCE, { status: 'Withdrawn' }),
      'Confirmed',
      'bug 15 never-reactivated',
    ],
    ['bug 20 a word without a meaning', localEnrolment(REFERENCE), 'Suspended', 'bug 20 unknown-status'],
  ] as const)('%s: skipped with the reason', (_what, row, status, rule) => {
    const plan = planCancellations({ local: [row], ssg: [ssgEnrolment(REFERENCE, { status })] });
    expect(plan).toMatchObject({ cancellations: [], skips: [{ key: REFERENCE, rule }] });
  });

  test.each([
    ['Confirmed', 'Active'],
    ['Cancelled', 'Withdrawn'],
  ] as const)('%s here and %s at SSG: nothing to take over', (status, ssgStatus) => {
    const plan = planCancellations({
      local: [localEnrolment(REFERENCE, { status })],
      ssg: [ssgEnrolment(REFERENCE, { status: ssgStatus })],
    });
    expect(plan).toEqual({ cancellations: [], skips: [] });
  });

  test.each([
    ['the same identifier', {}, 'duplicate-enrolment'],
    ['no identifier, but e-mail and name', { identifierHash: null }, 'duplicate-enrolment'],
    ['another identifier', { identifierHash: 'hash-b' }, undefined],
  ])('duplicate-enrolment another live enrolment with %s: the learner has not left', (_what, trainee, rule) => {
    const plan = planCancellations({
      local: [localEnrolment(REFERENCE)],
      ssg: [ssgEnrolment(REFERENCE, { status: 'Cancelled' }), ssgEnrolment(OTHER, { trainee })],
    });
    expect(plan.skips.find(({ key }) => key === REFERENCE)?.rule).toBe(rule);
    expect(plan.cancellations).toHaveLength(rule === undefined ? 1 : 0);
  });

  test('bug 15 whatever the facts: only live rows end, nobody else is touched, and a second pass finds nothing', () => {
    const words = [...ENROLMENT_STATUSES, 'Suspended'];
    const references = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 });
    const arbitrary = fc.record({
      ssg: references.chain((numbers) =>
        fc.tuple(
          ...numbers.map((number) => fc.tuple(fc.constant(number), fc.constantFrom(...words), fc.constantFrom('a', 'b', 'c'))),
        ),
      ),
      local: references.chain((numbers) =>
        fc.tuple(...numbers.map((number) => fc.tuple(fc.constant(number), fc.constantFrom(...ENROLMENT_STATUSES)))),
      ),
    });
    fc.assert(
      fc.property(arbitrary, (given) => {
        const ssg = given.ssg.map(([number, status, person]) =>
          ssgEnrolment(`ENR-${number}`, { status, trainee: { identifierHash: `hash-${person}` } }),
        );
        const local = given.local.map(([number, status]) =>
          localEnrolment(`ENR-${number}`, { status, learnerId: `learner-${number}` }),
        );
        const { cancellations, skips } = planCancellations({ local, ssg });
        const rows = new Map(local.map((row) => [row.id, row]));
        for (const change of cancellations) {
          expect(isLive(rows.get(change.target?.id ?? '')?.status ?? null)).toBe(true);
          expect(isInactive(change.after.status)).toBe(true);
          expect(skips.some(({ key }) => key === change.key)).toBe(false);
        }
        const after = local.map((row) => {
          const change = cancellations.find(({ target }) => target?.id === row.id);
          return change ? { ...row, ...change.after, version: row.version + 1 } : row;
        });
        expect(planCancellations({ local: after, ssg }).cancellations).toEqual([]);
        expect(planCancellations({ local, ssg: ssg.toReversed() })).toEqual({ cancellations, skips });
      }),
      { numRuns: 1_000 },
    );
  });
});
