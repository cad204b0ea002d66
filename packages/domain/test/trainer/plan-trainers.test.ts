import { describe, expect, test } from 'vitest';
import { needsTrainer, needsTrainerView, planTrainers } from '../../src/trainer/plan-trainers.js';
import { localRun } from '../support/facts.js';
import { linked, runTrainer, trainerFacts, user } from '../support/trainer-facts.js';

const emailList = { trainersEmailList: 'lim@example.org, ng@example.org', trainersList: null };
const nameList = { trainersEmailList: null, trainersList: 'Ng Ah Kow | Tan Wei Ming' };
const writtenColumns = (plan: ReturnType<typeof planTrainers>) => plan.courseRun?.fields.map(({ field }) => field) ?? [];
const LEGACY = ['assigned_trainer_id', 'assigned_trainer_name', 'assigned_trainer_email', 'assignment_source'];
const TPG = ['tpg_assigned_trainer_name', 'tpg_assigned_trainer_email'];

describe('S0.29 the write matrix', () => {
  const bothLists = { ...emailList, trainersList: nameList.trainersList };
  const ssgTrainers = [linked('tan@example.org'), linked('lim@example.org')];

  test('S0.26 S0.31 from SSG: legacy and TPG get the first trainer, the junction all of them', () => {
    const plan = planTrainers(trainerFacts({ ssgTrainers, course: bothLists }));
    expect(plan.outcome).toBe('ssg');
    expect(writtenColumns(plan)).toEqual([...LEGACY, ...TPG]);
    expect(plan.courseRun?.after).toEqual({
      assignedTrainerId: 'tan',
      assignedTrainerName: 'Tan Wei Ming',
      assignedTrainerEmail: 'tan@example.org',
      assignmentSource: 'ssg',
      tpgAssignedTrainerName: 'Tan Wei Ming',
      tpgAssignedTrainerEmail: 'tan@example.org',
    });
    expect(plan.runTrainers.map(({ trainerId, role, position }) => [trainerId, role, position])).toEqual([
      ['tan', 'trainer', 0],
      ['lim', 'trainer', 1],
    ]);
    expect(plan.courseRun?.fields.every(({ owner }) => owner === 'ssg')).toBe(true);
  });

  test.each([
    ['S0.27', 'email_list', bothLists, 'lim'],
    ['S0.28', 'name_list', nameList, 'ng'],
  ] as const)(
    '%s S0.30 S0.31 from %s: legacy gets the first trainer, TPG and junction never',
    (_number, outcome, course, trainerId) => {
      const plan = planTrainers(trainerFacts({ course }));
      expect(plan.outcome).toBe(outcome);
      expect(writtenColumns(plan)).toEqual(LEGACY);
      expect(plan.courseRun?.after).toMatchObject({
        assignedTrainerId: trainerId,
        assignmentSource: outcome,
        tpgAssignedTrainerName: null,
      });
      expect(plan.runTrainers).toEqual([]);
      expect(plan.courseRun?.fields.every(({ owner }) => owner === 'fallback')).toBe(true);
    },
  );

  test('nobody anywhere: nothing is written', () => {
    expect(planTrainers(trainerFacts())).toEqual({ outcome: 'none', courseRun: null, runTrainers: [], notices: [] });
  });

  test('S0.31 a TPG trainer that is there already survives a fallback', () => {
    const courseRun = localRun({ tpgAssignedTrainerName: 'Tan Wei Ming', tpgAssignedTrainerEmail: 'tan@example.org' });
    const plan = planTrainers(trainerFacts({ courseRun, course: emailList }));
    expect(plan.courseRun?.after).toMatchObject({ assignedTrainerId: 'lim', tpgAssignedTrainerName: 'Tan Wei Ming' });
  });
});

describe('S0.26 X26 SSG’s links', () => {
  test('X26 assessors are kept in the junction after the trainers, and are never the first trainer', () => {
    const ssgTrainers = [linked('ng@example.org', [2]), linked('tan@example.org', [1]), linked('lim@example.org', [])];
    const plan = planTrainers(trainerFacts({ ssgTrainers }));
    expect(plan.courseRun?.after.assignedTrainerId).toBe('tan');
    expect(plan.runTrainers.map(({ trainerId, role, position, rule }) => [trainerId, role, position, rule])).toEqual([
      ['tan', 'trainer', 0, 'S0.26 trainer-from-ssg'],
      ['lim', 'trainer', 1, 'S0.26 trainer-from-ssg'],
      ['ng', 'assessor', 2, 'X26 assessor'],
    ]);
  });

  test('X26 who trains and assesses, or is linked twice, has one row, as a trainer', () => {
    const ssgTrainers = [linked('tan@example.org', [2]), linked('tan@example.org', [1, 2]), linked('TAN@example.org')];
    const plan = planTrainers(trainerFacts({ ssgTrainers }));
    expect(plan.runTrainers.map(({ trainerId, role }) => [trainerId, role])).toEqual([['tan', 'trainer']]);
  });

  test('X26 S0.25 assessors alone close nothing: the lists are asked, and a notice says who they are', () => {
    const plan = planTrainers(trainerFacts({ ssgTrainers: [linked('ng@example.org', [2])], course: emailList }));
    expect(plan.outcome).toBe('email_list');
    expect(plan.runTrainers).toEqual([]);
    expect(plan.notices).toMatchObject([{ rule: 'X26 assessor', code: 'assessor_only', candidateIds: ['ng'] }]);
  });

  test('X26 a role that means nothing here is named, not guessed', () => {
    const plan = planTrainers(trainerFacts({ ssgTrainers: [linked('ng@example.org', [7])] }));
    expect(plan.outcome).toBe('none');
    expect(plan.notices).toMatchObject([{ code: 'unknown_role' }]);
  });

  test('bug 10 a linked person who is unknown, inactive or no trainer is passed over with a notice, and the next one counts', () => {
    const users = [
      user('tan', 'Tan Wei Ming', { active: false }),
      user('lim', 'Lim Bee Hoon', { isTrainer: false }),
      user('ng', 'Ng Ah Kow'),
    ];
    const ssgTrainers = ['gone', 'tan', 'lim', 'ng'].map((id) => linked(`${id}@example.org`));
    const plan = planTrainers(trainerFacts({ users, ssgTrainers: [linked(null, [1], 'Someone'), ...ssgTrainers] }));
    expect(plan.courseRun?.after.assignedTrainerId).toBe('ng');
    expect(plan.runTrainers).toHaveLength(1);
    expect(plan.notices.map(({ code }) => code)).toEqual([
      'unknown_trainer',
      'unknown_trainer',
      'inactive_trainer',
      'not_a_trainer',
    ]);
  });

  test('S0.27 links that give nobody lead to the lists, with a notice', () => {
    const plan = planTrainers(trainerFacts({ ssgTrainers: [linked('gone@example.org')], course: emailList }));
    expect(plan.outcome).toBe('email_list');
    expect(plan.notices).toMatchObject([{ rule: 'S0.26 trainer-from-ssg', code: 'unknown_trainer' }]);
  });
});

describe('bugs 9, 10, 65 lists', () => {
  test('bug 9 a name that two active trainers have is not guessed; candidates are named and the next one counts', () => {
    const users = [user('tan-1', 'Tan Wei Ming'), user('tan-2', 'TAN WEI MING [WSQ]'), user('ng', 'Ng Ah Kow')];
    const plan = planTrainers(
      trainerFacts({ users, course: { trainersEmailList: null, trainersList: 'Tan Wei Ming|Ng Ah Kow' } }),
    );
    expect(plan.courseRun?.after.assignedTrainerId).toBe('ng');
    expect(plan.notices).toMatchObject([
      { code: 'ambiguous_trainer', candidateIds: ['tan-1', 'tan-2'], rule: 'S0.28 trainer-from-name-list' },
    ]);
    expect(plan.notices[0]?.message).toContain('tan-1@example.org, tan-2@example.org');
  });

  test('bug 10 of two namesakes the only active trainer is meant', () => {
    const users = [
      user('learner', 'Tan Wei Ming', { isTrainer: false }),
      user('gone', 'Tan Wei Ming', { active: false }),
      user('tan', 'Tan Wei Ming'),
    ];
    const plan = planTrainers(trainerFacts({ users, course: { trainersEmailList: null, trainersList: 'Tan Wei Ming' } }));
    expect(plan.courseRun?.after.assignedTrainerId).toBe('tan');
  });

  test('bug 65 part of a name is not the name', () => {
    const plan = planTrainers(trainerFacts({ course: { trainersEmailList: null, trainersList: 'Tan Wei|Wei Ming' } }));
    expect(plan.outcome).toBe('none');
    expect(plan.notices.map(({ code }) => code)).toEqual(['unknown_trainer', 'unknown_trainer']);
  });
});

describe('S0.32 assignments are kept', () => {
  const ssgTrainers = [linked('lim@example.org')];
  const assigned = {
    assignedTrainerId: 'tan',
    assignedTrainerName: 'Tan Wei Ming',
    assignedTrainerEmail: 'tan@example.org',
    assignmentSource: 'name_list' as const,
  };

  test.each([
    ['an assigned trainer', { courseRun: localRun(assigned) }],
    ['a row in the junction', { runTrainers: [runTrainer('tan')] }],
    ['an assessor in the junction', { runTrainers: [runTrainer('tan', { role: 'assessor' })] }],
  ])('S0.25 S0.32 a run with %s is kept as it is', (_what, values) => {
    const plan = planTrainers(trainerFacts({ ...values, ssgTrainers, course: emailList }));
    expect(plan).toEqual({ outcome: 'kept', courseRun: null, runTrainers: [], notices: [] });
  });

  test.each(['email_list', 'name_list', 'admin'] as const)(
    'bug 12 with the refresh switched on, the TPG columns and only these follow SSG where the source is %s',
    (assignmentSource) => {
      const facts = trainerFacts({
        courseRun: localRun({ ...assigned, assignmentSource }),
        ssgTrainers,
        settings: { refreshTpgTrainers: true },
      });
      const plan = planTrainers(facts);
      expect(plan.outcome).toBe('kept');
      expect(writtenColumns(plan)).toEqual(TPG);
      expect(plan.courseRun).toMatchObject({
        rule: 'bug 12 tpg-refresh',
        after: {
          ...assigned,
          assignmentSource,
          tpgAssignedTrainerName: 'Lim Bee Hoon',
          tpgAssignedTrainerEmail: 'lim@example.org',
        },
      });
      expect(plan.runTrainers).toEqual([]);
    },
  );

  test('bug 12 no refresh where SSG was the source, SSG links nobody known, or the columns agree', () => {
    const settings = { refreshTpgTrainers: true };
    const fromSsg = localRun({ ...assigned, assignmentSource: 'ssg' });
    expect(planTrainers(trainerFacts({ courseRun: fromSsg, ssgTrainers, settings })).courseRun).toBeNull();
    const courseRun = localRun(assigned);
    expect(planTrainers(trainerFacts({ courseRun, ssgTrainers: [linked('gone@example.org')], settings })).courseRun).toBeNull();
    const agreeing = localRun({
      ...assigned,
      tpgAssignedTrainerName: 'Lim Bee Hoon',
      tpgAssignedTrainerEmail: 'lim@example.org',
    });
    expect(planTrainers(trainerFacts({ courseRun: agreeing, ssgTrainers, settings })).courseRun).toBeNull();
  });

  test('S0.25 S0.34 SSG’s view of the run is asked for only where it decides something', () => {
    const [off, on] = [{ refreshTpgTrainers: false }, { refreshTpgTrainers: true }];
    expect(needsTrainer(localRun(), [])).toBe(true);
    expect(needsTrainer(localRun(assigned), [])).toBe(false);
    expect(needsTrainer(localRun(), [runTrainer('tan')])).toBe(false);
    expect(needsTrainerView(localRun(), [], off)).toBe(true);
    expect(needsTrainerView(localRun(assigned), [], off)).toBe(false);
    expect(needsTrainerView(localRun(assigned), [], on)).toBe(true);
    expect(needsTrainerView(localRun({ ...assigned, assignmentSource: 'ssg' }), [], on)).toBe(false);
  });
});

describe('S0.33 who has declined the run is passed over, whoever names them', () => {
  const declinedTrainerIds = ['tan'];

  test('S0.26 S0.33 SSG’s next trainer is taken, in all columns, and the notice says why', () => {
    const plan = planTrainers(
      trainerFacts({ ssgTrainers: [linked('tan@example.org'), linked('lim@example.org')], declinedTrainerIds }),
    );
    expect(plan.courseRun?.after).toMatchObject({ assignedTrainerId: 'lim', assignmentSource: 'ssg' });
    expect(plan.runTrainers.map(({ trainerId }) => trainerId)).toEqual(['lim']);
    expect(plan.notices).toMatchObject([{ rule: 'S0.33 trainer-declined', candidateIds: ['tan'] }]);
  });

  test('S0.27 S0.28 S0.33 the next of the list is taken, or nobody', () => {
    const course = { trainersEmailList: 'tan@example.org | lim@example.org', trainersList: null };
    expect(planTrainers(trainerFacts({ course, declinedTrainerIds })).courseRun?.after.assignedTrainerId).toBe('lim');
    const names = { trainersEmailList: null, trainersList: 'Tan Wei Ming' };
    const plan = planTrainers(trainerFacts({ course: names, ssgTrainers: [linked('tan@example.org')], declinedTrainerIds }));
    expect(plan).toMatchObject({ outcome: 'none', courseRun: null, runTrainers: [] });
    expect(plan.notices).toHaveLength(2);
  });

  test('bug 12 Trainer (TPG) goes on telling whom SSG has', () => {
    const courseRun = localRun({ assignedTrainerId: 'ng', assignmentSource: 'admin' });
    const settings = { refreshTpgTrainers: true };
    const plan = planTrainers(
      trainerFacts({ courseRun, ssgTrainers: [linked('tan@example.org')], declinedTrainerIds, settings }),
    );
    expect(plan.courseRun?.after.tpgAssignedTrainerName).toBe('Tan Wei Ming');
  });
});
