import type { ModeOfTraining, TrainerRole } from '@rollcall/ssg/simulator/code-tables';

/** A trainer whom SSG links to the runs of a course. */
export interface DemoLinkedTrainer {
  name: string;
  email: string;
  /** SSG's roles: 1 trainer, 2 assessor. */
  roles: TrainerRole[];
}

export interface DemoCourse {
  code: string;
  title: string;
  /** The local lists (S0.27, S0.28). */
  trainerEmails: string;
  trainerNames: string;
  /** A run begins every so many days, counted on the calendar, so that a run of today is the same run tomorrow. */
  everyDays: number;
  /** Days the calendar of this course is shifted by. */
  shiftDays: number;
  lengthDays: number;
  mode: ModeOfTraining;
  linkedTrainers: DemoLinkedTrainer[];
  /** What SSG holds for a run: learners as usual; in every second run none, or cancelled ones only; or odd ones among them. */
  enrolments: 'usual' | 'none_in_every_second' | 'cancelled_in_every_second' | 'odd';
}

const ON_TWO_DAYS: Pick<DemoCourse, 'lengthDays' | 'mode' | 'enrolments' | 'linkedTrainers'> = {
  lengthDays: 2,
  mode: '1',
  enrolments: 'usual',
  linkedTrainers: [],
};
const NO_LISTS = { trainerEmails: '', trainerNames: '' };

/** Each course shows one thing that a sync decides; the title is plain, the comment says which. */
export const DEMO_COURSES: readonly DemoCourse[] = [
  // Priority 1: SSG links two trainers, and both reach Trainer (Local).
  {
    ...ON_TWO_DAYS,
    ...NO_LISTS,
    code: 'TGS-2026900001',
    title: 'Food Hygiene for Kitchens',
    everyDays: 6,
    shiftDays: 0,
    linkedTrainers: [
      { name: 'Aaron Pereira', email: 'aaron.pereira@example.org', roles: [1] },
      { name: 'Bala Krishnan', email: 'bala.krishnan@example.org', roles: [1, 2] },
    ],
  },
  // Priority 2: the e-mail list.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900002',
    title: 'Barista Foundations',
    trainerEmails: 'cheryl.sim@example.org|daniel.oh@example.org',
    trainerNames: 'Daniel Oh',
    everyDays: 7,
    shiftDays: 1,
  },
  // Priority 2, where the first address belongs to nobody here.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900003',
    title: 'Workplace First Aid',
    trainerEmails: 'left.long.ago@example.org|elaine.foo@example.org',
    trainerNames: '',
    everyDays: 8,
    shiftDays: 2,
  },
  // Priority 3: the name list, with a planner's tag behind a name.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900004',
    title: 'Customer Service in Practice',
    trainerEmails: '',
    trainerNames: 'Faizah Rahman [WSQ] | Gopal Singh',
    everyDays: 5,
    shiftDays: 3,
  },
  // Two people are called Tan Wei Ming: the name is passed over, not guessed.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900005',
    title: 'Stories with Data',
    trainerEmails: '',
    trainerNames: 'Tan Wei Ming | Helen Yap',
    everyDays: 9,
    shiftDays: 4,
    mode: '9',
  },
  // The gate of S0.20: in every second run all enrolments are cancelled, so the run is not created.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900006',
    title: 'Kitchen Safety Refresher',
    trainerEmails: 'helen.yap@example.org',
    trainerNames: '',
    everyDays: 7,
    shiftDays: 5,
    lengthDays: 1,
    enrolments: 'cancelled_in_every_second',
  },
  // S0.13: every second run has no enrolment and is left alone.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900007',
    title: 'Urban Gardening',
    trainerEmails: '',
    trainerNames: 'Gopal Singh',
    everyDays: 6,
    shiftDays: 6,
    mode: '5',
    enrolments: 'none_in_every_second',
  },
  // X26: SSG links an assessor only, so the trainer comes from the list.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900008',
    title: 'Leading a Small Team',
    trainerEmails: 'daniel.oh@example.org',
    trainerNames: '',
    everyDays: 10,
    shiftDays: 1,
    linkedTrainers: [{ name: 'Helen Yap', email: 'helen.yap@example.org', roles: [2] }],
  },
  // SSG links somebody unknown here.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900009',
    title: 'Digital Marketing Basics',
    trainerEmails: 'cheryl.sim@example.org',
    trainerNames: '',
    everyDays: 9,
    shiftDays: 7,
    mode: '2',
    linkedTrainers: [{ name: 'Ines Kwan', email: 'ines.kwan@example.org', roles: [1] }],
  },
  // Nobody anywhere: the run needs a trainer, and the page will say so.
  {
    ...ON_TWO_DAYS,
    ...NO_LISTS,
    code: 'TGS-2026900010',
    title: 'Care for the Elderly',
    everyDays: 10,
    shiftDays: 3,
    lengthDays: 3,
  },
  // Second enrolments of one learner, rejected ones, employers as sponsors.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900011',
    title: 'Planning a Project',
    trainerEmails: 'elaine.foo@example.org',
    trainerNames: '',
    everyDays: 8,
    shiftDays: 5,
    mode: '4',
    enrolments: 'odd',
  },
  // The first name is known here but is no trainer.
  {
    ...ON_TWO_DAYS,
    code: 'TGS-2026900012',
    title: 'Landscape Maintenance',
    trainerEmails: '',
    trainerNames: 'Chua Beng Huat | Gopal Singh',
    everyDays: 11,
    shiftDays: 8,
    mode: '3',
  },
  // S0.5: not a TGS- code, so the sync leaves it out.
  { ...ON_TWO_DAYS, ...NO_LISTS, code: 'HLL-INHOUSE-01', title: 'Welcome to Harbourlight', everyDays: 14, shiftDays: 0 },
];
