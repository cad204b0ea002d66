import { describe, expect, test } from 'vitest';
import type { ChainRunStatus } from '../../src/chain/chain.js';
import { planResume } from '../../src/chain/plan-resume.js';
import type { EarlierStep, ResumeFacts } from '../../src/chain/resume.js';
import { chainOf, dailyChain, facts, optional, step } from './chain-facts.js';

const HOUR = 3_600_000;
const STARTED = 1_795_600_000_000;

function earlier(name: string, status: EarlierStep['status'], values: Partial<EarlierStep> = {}): EarlierStep {
  return { ...facts(name, status), completedAt: status === 'completed' ? STARTED + HOUR : null, ...values };
}

/** The daily chain, ended an hour ago because a step failed. */
function failedAt(failed: string, values: Partial<ResumeFacts> = {}): ResumeFacts {
  const position = dailyChain.steps.findIndex(({ name }) => name === failed);
  return {
    chain: dailyChain,
    steps: dailyChain.steps.map(({ name }, index) =>
      earlier(name, index < position ? 'completed' : index === position ? 'failed' : 'skipped'),
    ),
    status: 'failed',
    startedAt: STARTED,
    endedAt: STARTED + 2 * HOUR,
    now: STARTED + 3 * HOUR,
    from: 'failure',
    ...values,
  };
}

const names = (list: readonly { step: string }[]) => list.map(({ step: name }) => name).join(' ');

/** Reused, redone and left-out steps by name, or the verdict that is no plan. */
function split(request: ResumeFacts): unknown {
  const decision = planResume(request);
  if (decision.kind !== 'resume') return decision;
  return { reuse: names(decision.reuse), redo: names(decision.redo), leaveOut: names(decision.leaveOut) };
}

describe('from the failed step', () => {
  test('S4.11 resume from step 5 does steps 5 to 8 again and nothing before', () => {
    expect(planResume(failedAt('sync_groups'))).toEqual({
      kind: 'resume',
      reuse: ['sync_courses', 'impartner_sync_full', 'sync_npcu', 'sync_users'].map((name) => ({
        step: name,
        completedAt: STARTED + HOUR,
      })),
      redo: [
        { step: 'sync_groups', reason: 'It failed.' },
        { step: 'group_members_sync', reason: 'It was not done.' },
        { step: 'sync_enrollments', reason: 'It was not done.' },
        { step: 'sync_to_impartner', reason: 'It was not done.' },
      ],
      leaveOut: [],
    });
  });

  test('X15 what ran on stale inputs is done again with the soft need that failed', () => {
    const request = failedAt('group_members_sync', { status: 'partial' });
    const steps = request.steps.map((own) =>
      own.name === 'sync_enrollments' || own.name === 'sync_to_impartner'
        ? earlier(own.name, 'completed', { ranOnStaleInputs: true })
        : own,
    );
    expect(planResume({ ...request, steps })).toMatchObject({
      reuse: ['sync_courses', 'impartner_sync_full', 'sync_npcu', 'sync_users', 'sync_groups'].map((name) => ({ step: name })),
      redo: [
        { step: 'group_members_sync', reason: 'It failed.' },
        { step: 'sync_enrollments', reason: 'It ran on stale inputs.' },
        { step: 'sync_to_impartner', reason: 'It ran on stale inputs.' },
      ],
      leaveOut: [],
    });
  });

  test('habit 29 a result is used again only if nothing it was made from is done again', () => {
    const request = failedAt('sync_to_impartner');
    const steps = request.steps.map((own) => (own.name === 'sync_users' ? earlier('sync_users', 'interrupted') : own));
    expect(split({ ...request, steps })).toEqual({
      reuse: 'sync_courses impartner_sync_full sync_npcu',
      redo: 'sync_users sync_groups group_members_sync sync_enrollments sync_to_impartner',
      leaveOut: '',
    });
  });

  test('a result that was itself reused stands, with the time at which it was really made', () => {
    const request = failedAt('sync_npcu');
    const steps = request.steps.map((own) =>
      own.name === 'sync_courses' ? earlier('sync_courses', 'reused', { completedAt: STARTED - HOUR }) : own,
    );
    expect(planResume({ ...request, steps })).toMatchObject({
      reuse: [{ step: 'sync_courses', completedAt: STARTED - HOUR }, {}],
    });
  });

  test('a result without a time, and a step that the chain did not have then, are done again', () => {
    const request = failedAt('sync_to_impartner');
    const steps = request.steps
      .filter(({ name }) => name !== 'impartner_sync_full')
      .map((own) => ({ ...own, completedAt: own.name === 'sync_npcu' ? null : own.completedAt }));
    expect(planResume({ ...request, steps })).toMatchObject({
      redo: expect.arrayContaining([
        { step: 'impartner_sync_full', reason: 'The chain did not have it then.' },
        { step: 'sync_npcu', reason: 'Nobody knows when it was done.' },
      ]),
    });
  });

  test('what was left out stays left out, and so does what needs it', () => {
    const chain = chainOf([step('a', [], optional), step('b', ['a'], optional), step('c')]);
    const steps = [earlier('a', 'skipped', { leftOut: true }), earlier('b', 'skipped'), earlier('c', 'failed')];
    expect(split({ ...failedAt('sync_courses'), chain, steps })).toEqual({ reuse: '', redo: 'c', leaveOut: 'a b' });
    expect(split({ ...failedAt('sync_courses'), chain, steps, from: { step: 'a' } })).toEqual({
      reuse: '',
      redo: 'a b c',
      leaveOut: '',
    });
  });

  test('a run with nothing but warnings asks for a step to begin from, and names those with warnings', () => {
    const chain = chainOf([step('a'), step('b', ['a'])]);
    const steps = [earlier('a', 'completed', { warnings: 2 }), earlier('b', 'completed')];
    expect(planResume({ ...failedAt('sync_courses'), chain, steps, status: 'partial' })).toEqual({
      kind: 'refused',
      reason: 'Every step asked for has a result that stands.',
      remedy: 'Name the step to begin from; with warnings: a.',
    });
  });
});

describe('from a named step', () => {
  const complete = failedAt('none', {
    status: 'completed',
    steps: dailyChain.steps.map(({ name }) => earlier(name, 'completed')),
  });

  test('habit 29 it and all that follows from it are done again, over soft needs too', () => {
    expect(split({ ...complete, from: { step: 'group_members_sync' } })).toEqual({
      reuse: 'sync_courses impartner_sync_full sync_npcu sync_users sync_groups',
      redo: 'group_members_sync sync_enrollments sync_to_impartner',
      leaveOut: '',
    });
  });

  test('what failed elsewhere is done again as well', () => {
    expect(split(failedAt('sync_courses', { from: { step: 'sync_to_impartner' } }))).toMatchObject({ reuse: '', leaveOut: '' });
  });

  test('an unknown step is refused, and the known ones are named', () => {
    const known = dailyChain.steps.map(({ name }) => name).join(', ');
    const refusal = { kind: 'refused', reason: 'tgs_daily has no step "sync_leads".', remedy: `Name one of ${known}.` };
    expect(planResume({ ...complete, from: { step: 'sync_leads' } })).toEqual(refusal);
    expect(planResume({ ...complete, from: 'all', only: ['sync_leads'] })).toEqual(refusal);
  });
});

describe('everything, or only some steps', () => {
  test('habit 29 from the beginning: nothing is used again, whatever the age', () => {
    expect(split(failedAt('sync_groups', { from: 'all', now: STARTED + 500 * HOUR }))).toEqual({
      reuse: '',
      redo: 'sync_courses impartner_sync_full sync_npcu sync_users sync_groups group_members_sync sync_enrollments sync_to_impartner',
      leaveOut: '',
    });
  });

  test('only: what is not asked for and not done is left out', () => {
    expect(split(failedAt('sync_groups', { only: ['sync_groups'] }))).toEqual({
      reuse: 'sync_courses impartner_sync_full sync_npcu sync_users',
      redo: 'sync_groups',
      leaveOut: 'group_members_sync sync_enrollments sync_to_impartner',
    });
  });

  test('only, from all: the step is done again though it has a result, and what it outdates is left out', () => {
    expect(split(failedAt('sync_groups', { from: 'all', only: ['sync_users'] }))).toEqual({
      reuse: 'sync_courses impartner_sync_full sync_npcu',
      redo: 'sync_users',
      leaveOut: 'sync_groups group_members_sync sync_enrollments sync_to_impartner',
    });
  });

  test('only: a step whose hard need has no result is refused, with what to add', () => {
    expect(planResume(failedAt('sync_groups', { only: ['sync_to_impartner'] }))).toEqual({
      kind: 'refused',
      reason: 'sync_to_impartner needs sync_enrollments, which has no result that stands and is not among the steps asked for.',
      remedy: 'Ask for sync_enrollments too.',
    });
  });
});

describe('what is not resumed', () => {
  test.each<[ChainRunStatus, RegExp]>([
    ['queued', /not begun/],
    ['running', /still at work/],
    ['awaiting_approval', /awaits approval/],
    ['skipped', /did nothing/],
    ['completed', /is complete/],
  ])('a run that is %s is refused in its own words', (status, reason) => {
    for (const from of ['failure', 'all'] as const) {
      expect(planResume(failedAt('sync_groups', { status, from }))).toEqual({
        kind: 'refused',
        reason: expect.stringMatching(reason),
        remedy: expect.stringMatching(/^[A-Z].+\.$/),
      });
    }
  });

  test.each<ChainRunStatus>(['failed', 'partial', 'interrupted', 'cancelled'])('a run that is %s is resumed', (status) => {
    expect(planResume(failedAt('sync_groups', { status })).kind).toBe('resume');
  });

  test('bug 44 beyond its age a full run is offered, to the millisecond', () => {
    expect(planResume(failedAt('sync_npcu', { now: STARTED + 6 * HOUR })).kind).toBe('resume');
    expect(planResume(failedAt('sync_courses', { now: STARTED + 6 * HOUR + 1 }))).toEqual({
      kind: 'full_run_offered',
      reason:
        'The run began 6 h ago and ended 4 h ago; after 6 h its inputs are too old to go on with. Begin a full run instead.',
    });
  });

  test('bug 44 a result handed on from run to run does not grow young again', () => {
    const request = failedAt('sync_npcu');
    const steps = request.steps.map((own) =>
      own.name === 'sync_courses' ? earlier('sync_courses', 'reused', { completedAt: STARTED - 4 * HOUR }) : own,
    );
    expect(planResume({ ...request, steps })).toEqual({
      kind: 'full_run_offered',
      reason:
        'sync_courses, whose result would be used again, was done 7 h ago; after 6 h its inputs are too old to go on with. Begin a full run instead.',
    });
  });
});
