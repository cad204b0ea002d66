import { CLASS_STATUSES, CLASS_TYPES, LIFECYCLES } from '@rollcall/domain/course-run/course-run';
import { storedEnum } from '../../graphql/stored-enum.js';

export const ClassStatus = storedEnum('ClassStatus', CLASS_STATUSES, {
  description: 'Whether a run takes place. Admins own it; no sync touches it (S0.23).',
  words: {
    Pending: 'Not decided yet.',
    Confirmed: 'The run takes place.',
    Cancelled: 'The run does not take place.',
  },
});

export const ClassType = storedEnum('ClassType', CLASS_TYPES, {
  description: 'How a run is held. Admins own it; no sync touches it (S0.23).',
  words: { Physical: 'In a room.', Virtual: 'Online.', Hybrid: 'In a room and online.' },
});

export const Lifecycle = storedEnum('Lifecycle', LIFECYCLES, {
  description: 'Where a run stands in time. The clock owns it.',
  words: {
    Scheduled: 'Has not begun.',
    Active: 'Is being taught.',
    Paused: 'Is interrupted.',
    Completed: 'Is over.',
    Cancelled: 'Will not be taught.',
  },
});
