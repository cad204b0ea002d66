import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChainDeclaration, StepDeclaration } from '../../src/chain/chain.js';
import { inTierOrder, tiersOf } from '../../src/chain/tiers.js';
import { validateChain } from '../../src/chain/validate-chain.js';
import { chainOf, dailyChain, step } from './chain-facts.js';

test('S4.8 the daily chain is declared without a mistake', () => {
  expect(validateChain(dailyChain)).toEqual([]);
});

describe('needs', () => {
  test('a circle is named as a whole', () => {
    expect(validateChain(chainOf([step('a', ['c']), step('b', ['a']), step('c', ['~b']), step('d', ['a'])]))).toEqual([
      { where: 'tgs_daily.steps.a', message: 'These steps need each other in a circle: a → c → b → a.' },
    ]);
  });

  test('two circles are both named', () => {
    const circles = validateChain(chainOf([step('a', ['b']), step('b', ['a']), step('c', ['d']), step('d', ['c'])]));
    expect(circles.map(({ message }) => message)).toEqual([
      'These steps need each other in a circle: a → b → a.',
      'These steps need each other in a circle: c → d → c.',
    ]);
  });

  test.each<[string, StepDeclaration[], string, RegExp]>([
    ['an unknown step', [step('a'), step('b', ['a', 'x'])], 'tgs_daily.steps.b.needs[1]', /no step x; the steps are a, b/],
    ['itself', [step('a', ['a'])], 'tgs_daily.steps.a.needs[0]', /needs itself/],
    ['a step twice', [step('a'), step('b', ['a', '~a'])], 'tgs_daily.steps.b.needs[1]', /needed already/],
  ])('a step that needs %s', (_what, steps, where, message) => {
    expect(validateChain(chainOf(steps))).toEqual([{ where, message: expect.stringMatching(message) }]);
  });
});

const long = 'a'.repeat(51);

describe('everything else', () => {
  test.each<[string, ChainDeclaration, string, RegExp]>([
    ['no steps', chainOf([]), 'tgs_daily.steps', /at least one step/],
    ['two steps of one name', chainOf([step('a'), step('a')]), 'tgs_daily.steps.a', /Two steps/],
    ['no modes', chainOf([step('a')], { modes: [] }), 'tgs_daily.modes', /at least one mode/],
    ['S4.15 too long a name', chainOf([step('a')], { name: long }), long, /51 characters; 50 fit/],
    ['a name in another hand', chainOf([step('a')], { name: 'tgsDaily' }), 'tgsDaily', /not written like_this/],
    ['S4.15 too long a step', chainOf([step(long)]), `tgs_daily.steps.${long}`, /51 characters; 50 fit/],
    ['a step in another hand', chainOf([step('find-runs')]), 'tgs_daily.steps.find-runs', /not written like_this/],
    ['no title', chainOf([step('a')], { title: ' ' }), 'tgs_daily.title', /empty/],
    ['a step without title', chainOf([step('a', [], { title: '' })]), 'tgs_daily.steps.a.title', /empty/],
    ['an upstream in another hand', chainOf([step('a', [], { upstream: '' })]), 'tgs_daily.steps.a.upstream', /not written/],
    [
      'an age of nothing',
      chainOf([step('a')], { maxResumeAgeMs: 0 }),
      'tgs_daily.maxResumeAgeMs',
      /0 is not a whole number from 1/,
    ],
    [
      'a prerequisite without sentence',
      chainOf([step('a', [], { prerequisites: [{ name: 'has-courses', sentence: '' }] })]),
      'tgs_daily.steps.a.prerequisites[0].sentence',
      /empty/,
    ],
    [
      'too many retries',
      chainOf([step('a', [], { retry: { attempts: 21, backoffMs: 0 } })]),
      'tgs_daily.steps.a.retry.attempts',
      /21 is not a whole number from 0 to 20/,
    ],
    [
      'half a millisecond',
      chainOf([step('a', [], { retry: { attempts: 1, backoffMs: 0.5 } })]),
      'tgs_daily.steps.a.retry.backoffMs',
      /0\.5 is not a whole number/,
    ],
    ['no timeout', chainOf([step('a', [], { timeoutMs: Number.POSITIVE_INFINITY })]), 'tgs_daily.steps.a.timeoutMs', /Infinity/],
    ['negative interruptions', chainOf([step('a', [], { maxInterruptions: -1 })]), 'tgs_daily.steps.a.maxInterruptions', /-1/],
  ])('%s', (_what, chain, where, message) => {
    expect(validateChain(chain)).toEqual([{ where, message: expect.stringMatching(message) }]);
  });

  test('all mistakes come together', () => {
    expect(validateChain(chainOf([step('A', ['A', 'x'])], { modes: [] })).map(({ where }) => where)).toEqual([
      'tgs_daily.modes',
      'tgs_daily.steps.A',
      'tgs_daily.steps.A.needs[0]',
      'tgs_daily.steps.A.needs[1]',
    ]);
  });
});

describe('tiers', () => {
  test('S4.3 tier 1 needs nothing, the others come after all that they need', () => {
    expect(Object.fromEntries(tiersOf(dailyChain))).toEqual({
      sync_courses: 1,
      impartner_sync_full: 1,
      sync_npcu: 2,
      sync_users: 2,
      sync_groups: 3,
      group_members_sync: 4,
      sync_enrollments: 5,
      sync_to_impartner: 6,
    });
  });

  test('a chain has tiers exactly where its needs hold no mistake; in their order each step follows what it needs', () => {
    const anyChain = fc.array(fc.array(fc.nat({ max: 6 }), { maxLength: 3 }), { minLength: 1, maxLength: 6 }).map((rows) =>
      chainOf(
        rows.map((needs, index) =>
          step(
            `s${index}`,
            [...new Set(needs)].map((need) => `s${need}`),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(anyChain, (chain) => {
        const order = orderOf(chain);
        expect(order === null).toBe(validateChain(chain).length > 0);
        const late = (order ?? []).filter((own, index) =>
          own.needs.some((need) => order?.slice(index).some(({ name }) => name === need.step)),
        );
        expect(late).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

function orderOf(chain: ChainDeclaration): StepDeclaration[] | null {
  try {
    return inTierOrder(chain);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
