import { builder } from '../../graphql/builder.js';
import type { PasswordLink } from './deliver-password-link.js';
import { PasswordLinkOutcome } from './user-enums.graphql.js';

export const PasswordLinkType = builder.objectRef<PasswordLink>('PasswordLink').implement({
  description:
    'A one-time link with which a person chooses a password, and what became of it. A newer one makes older ones worthless.',
  fields: (t) => ({
    outcome: t.field({
      type: PasswordLinkOutcome.ref,
      description: 'What became of it.',
      resolve: ({ outcome }) => PasswordLinkOutcome.read(outcome),
    }),
    link: t.string({
      nullable: true,
      description:
        'The link itself, where this installation sends no mail, this once. Give it to the person and to nobody else: whoever has it becomes them.',
      resolve: (made) => (made.outcome === 'handed_over' ? made.link : null),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when it works, where one was made.',
      resolve: (made) => ('expiresAt' in made ? made.expiresAt : null),
    }),
    message: t.string({
      nullable: true,
      description: 'With NOT_DELIVERED: why it reached nobody.',
      resolve: (made) => (made.outcome === 'not_delivered' ? made.reason : null),
    }),
    remedy: t.string({
      nullable: true,
      description: 'With NOT_DELIVERED: what to do next.',
      resolve: (made) => (made.outcome === 'not_delivered' ? made.remedy : null),
    }),
  }),
});
