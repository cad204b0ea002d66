import { ROLES } from '@rollcall/domain/permission/roles';
import { storedEnum } from '../../graphql/stored-enum.js';

export const UserRole = storedEnum('UserRole', ROLES, {
  description: 'What somebody is at a provider (S1.25).',
  words: {
    admin: 'Everything, people and settings included.',
    operations: 'The daily business: runs, enrolments, chains.',
    trainer: 'Sees the runs they teach, and says which they cannot take.',
    finance: 'Reads runs, enrolments and learners.',
    auditor: 'Reads everything and changes nothing.',
    integrator: 'Machines, which have keys; no person is given it.',
  },
});

/** What became of a one-time link. */
export const PasswordLinkOutcome = storedEnum(
  'PasswordLinkOutcome',
  ['mailed', 'handed_over', 'not_delivered', 'not_needed', 'answered_before'],
  {
    description: 'What became of a one-time link.',
    words: {
      mailed: 'It was mailed to the person.',
      handed_over: 'This installation sends no mail: hand `link` to the person yourself.',
      not_delivered: 'It reached nobody; `message` and `remedy` say why, and what to do.',
      not_needed: 'The person has signed up, and needs none.',
      answered_before: 'The request was answered before; a link is told once, and another sent by `userPasswordLinkSend`.',
    },
  },
);
