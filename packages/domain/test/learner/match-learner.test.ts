import { describe, expect, test } from 'vitest';
import type { TraineeClaim } from '../../src/learner/identity-evidence.js';
import { matchLearners } from '../../src/learner/match-learner.js';
import { learner, trainee } from '../support/facts.js';

type Trainee = TraineeClaim['trainee'];
const claim = (referenceNumber: string, values: Partial<Trainee>, ownerId: string | null = null): TraineeClaim => ({
  referenceNumber,
  trainee: trainee(values),
  ownerId,
});
const anonymous = { identifierHash: null, identifierMasked: null };
const matched = (claims: TraineeClaim[], learners: Parameters<typeof matchLearners>[1]) =>
  Object.fromEntries(matchLearners(claims, learners));

describe('bug 18 matchLearners', () => {
  test('bug 18 the identifier comes first, whatever e-mail and name say', () => {
    const learners = [learner('a', { name: 'Former Name', email: null }), learner('b', { identifierHash: 'hash-b' })];
    expect(matched([claim('R1', {})], learners).R1).toMatchObject({ kind: 'known', learnerId: 'a' });
  });

  test('bug 18 then the reference number: a learner without identifier is the one it belongs to', () => {
    const learners = [learner('a', { identifierHash: null, name: 'Former Name', email: null })];
    expect(matched([claim('R1', {}, 'a')], learners).R1).toMatchObject({ kind: 'known', learnerId: 'a' });
  });

  test('bug 18 a reference number whose learner has another identifier is a conflict', () => {
    const learners = [learner('a', { identifierHash: 'hash-x' }), learner('b')];
    expect(matched([claim('R1', {}, 'a')], learners).R1).toMatchObject({
      kind: 'review',
      reason: 'identifier_conflict',
      candidateIds: ['a'],
    });
  });

  test('bug 18 so is one whose learner has none while another learner has this identifier', () => {
    const learners = [learner('a', { identifierHash: null }), learner('b')];
    expect(matched([claim('R1', {}, 'a')], learners).R1).toMatchObject({
      reason: 'identifier_conflict',
      candidateIds: ['a', 'b'],
    });
  });

  test('bug 18 then e-mail and name, among learners without identifier', () => {
    const learners = [learner('a', { identifierHash: null, name: 'ANA  NG' }), learner('b', { identifierHash: 'hash-x' })];
    expect(matched([claim('R1', {})], learners).R1).toMatchObject({ kind: 'known', learnerId: 'a' });
  });

  test('bug 18 two learners with this e-mail and name: nobody is guessed', () => {
    const learners = [learner('a', { identifierHash: null }), learner('b', { identifierHash: null })];
    expect(matched([claim('R1', {})], learners).R1).toMatchObject({ reason: 'ambiguous_learner', candidateIds: ['a', 'b'] });
  });

  test('bug 18 two identifiers that could mean one learner: neither gets them', () => {
    const result = matched(
      [claim('R1', {}), claim('R2', { identifierHash: 'hash-b' })],
      [learner('a', { identifierHash: null })],
    );
    expect([result.R1, result.R2]).toMatchObject([{ reason: 'ambiguous_learner' }, { reason: 'ambiguous_learner' }]);
  });

  test('bug 18 two identifiers for one learner by reference numbers: both conflict', () => {
    const claims = [claim('R1', {}, 'a'), claim('R2', { identifierHash: 'hash-b' }, 'a')];
    const result = matched(claims, [learner('a', { identifierHash: null })]);
    expect([result.R1, result.R2]).toMatchObject([{ reason: 'identifier_conflict' }, { reason: 'identifier_conflict' }]);
  });

  test('bug 18 a learner in dispute is not settled by e-mail and name either, and somebody else’s name is not in dispute', () => {
    const disputed = [claim('R1', {}, 'a'), claim('R2', { identifierHash: 'hash-b' }, 'a')];
    const learners = [learner('a', { identifierHash: null })];
    expect(matched([...disputed, claim('R3', {})], learners).R3).toMatchObject({
      reason: 'ambiguous_learner',
      candidateIds: ['a'],
    });
    expect(matched([...disputed, claim('R3', { name: 'Ben Lim' })], learners).R3).toMatchObject({ kind: 'new' });
  });

  test('bug 18 an identifier that a reference number gives a learner keeps namesakes with another identifier out', () => {
    const claims = [claim('R1', {}, 'a'), claim('R2', { identifierHash: 'hash-b' })];
    const result = matched(claims, [learner('a', { identifierHash: null })]);
    expect(result.R1).toMatchObject({ kind: 'known', learnerId: 'a' });
    expect(result.R2).toMatchObject({ kind: 'new' });
  });

  test('bug 18 colleagues who share a company address stay different people', () => {
    const shared = { ...anonymous, email: 'team@example.org' };
    const result = matched([claim('R1', { ...shared, name: 'Ana Ng' }), claim('R2', { ...shared, name: 'Ben Lim' })], []);
    expect(result.R1).toMatchObject({ kind: 'new' });
    expect(result.R2).toMatchObject({ kind: 'new' });
    expect(result.R1).not.toEqual(result.R2);
  });

  test('bug 18 one new person under two reference numbers is one person', () => {
    const byIdentifier = matched([claim('R1', {}), claim('R2', { name: 'A. Ng', email: null })], []);
    expect(byIdentifier.R1).toEqual(byIdentifier.R2);
    const byContact = matched([claim('R1', anonymous), claim('R2', { ...anonymous, name: 'ana ng' })], []);
    expect(byContact.R1).toEqual(byContact.R2);
    const byEither = matched([claim('R1', {}), claim('R2', anonymous)], []);
    expect(byEither.R1).toEqual(byEither.R2);
  });

  test('bug 18 without identifier, and without both e-mail and name, nobody can be told', () => {
    for (const values of [{ name: null }, { email: null }, { name: ' ' }]) {
      expect(matched([claim('R1', { ...anonymous, ...values })], [learner('a')]).R1).toMatchObject({ reason: 'no_identity' });
    }
  });

  test('facts that lack an enrolment’s learner are refused', () => {
    expect(() => matchLearners([claim('R1', {}, 'missing')], [])).toThrow(/learner missing, who was not read/);
  });
});
