import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { visibleRow } from '../../access/visible-node.js';
import { visibleAtProvider } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { WEBHOOK_KINDS } from './webhook-kinds.js';
import { maskTarget } from './webhook-target.js';

export const visibleWebhooks = (principal: Principal) => visibleAtProvider(principal, 'webhook.read');

export const WebhookKind = storedEnum('WebhookKind', WEBHOOK_KINDS, {
  description: 'What a message to a webhook tells.',
  words: {
    'course_run.changed': 'Fields of course runs, or new runs.',
    'trainer.changed': 'Trainers of course runs, or who declined them.',
    'enrolment.changed': 'Enrolments.',
    'learner.changed': 'Learners; values masked.',
    'course.changed': 'Courses, such as their trainer lists.',
    'incident.opened': 'A new incident.',
    'incident.repeated': 'An incident that happened again.',
    'incident.noted': 'What is done about an incident.',
    'incident.closed': 'An incident that is over.',
    'chain_run.started': 'A chain run that begins.',
    'chain_run.awaiting_approval': 'A chain run that waits for a person.',
    'chain_run.ended': 'A chain run that is over, well or not; its status says which.',
    'webhook.test': 'Nothing: somebody wants to see whether messages arrive.',
  },
});

export const Webhook = builder.prismaNode('WebhookEndpoint', {
  name: 'Webhook',
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleWebhooks, (prisma, where) => prisma.webhookEndpoint.findMany({ where, select: { id: true } })),
  description:
    'An address that is told what happens at a provider, by POST of JSON signed as the Standard Webhooks specification has it.',
  select: { id: true },
  fields: (t) => ({
    url: t.string({
      description: 'Where messages go. Whoever may not change webhooks sees the host alone: the rest may be a secret.',
      select: { url: true, providerId: true },
      resolve: ({ url, providerId }, _args, context) =>
        can(principalOf(context), 'webhook.manage', { providerId }).allowed ? url : maskTarget(url),
    }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for, in words.' }),
    kinds: t.field({
      type: [WebhookKind.ref],
      description: 'What it is told; empty for everything.',
      select: { kinds: true },
      resolve: ({ kinds }) => kinds.map(WebhookKind.read),
    }),
    active: t.exposeBoolean('active', { description: 'Whether messages are sent.' }),
    disabledReason: t.exposeString('disabledReason', {
      nullable: true,
      description: 'Why Rollcall switched it off; null where it did not.',
    }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when every message has failed; after three days it is switched off. Null where the newest one arrived.',
    }),
    createdBy: t.exposeString('createdBy', { nullable: true, description: 'Who made it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    version: t.exposeInt('version', { description: 'Rises with every change; give it as `expectedVersion`.' }),
    provider: t.relation('provider', { description: 'Whose activity it is told.' }),
  }),
});
