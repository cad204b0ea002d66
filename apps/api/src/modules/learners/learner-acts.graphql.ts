import { rowIdOf } from '../../contract/global-id.js';
import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { principalOf } from '../../graphql/context.js';
import { MOST_REVEALS_AN_HOUR, type RevealedIdentifier, revealIdentifier } from './reveal-identifier.js';

const LearnerIdentifierRevealSuccess = builder.objectRef<RevealedIdentifier>('LearnerIdentifierRevealSuccess').implement({
  description: 'The identifier in the clear. That it was seen, by whom and why is in the audit.',
  fields: (t) => ({
    identifier: t.exposeString('identifier', { description: 'NRIC, FIN or what SSG has instead. Show it, and keep it nowhere.' }),
    identifierType: t.exposeString('identifierType', { nullable: true, description: 'Kind of identifier in SSG’s words.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When a page has to hide it again.' }),
  }),
});

const LearnerIdentifierRevealInput = builder.inputType('LearnerIdentifierRevealInput', {
  description: 'Whose identifier is shown, and why.',
  fields: (t) => ({
    learnerId: t.id({ required: true, description: 'Global id of the learner.' }),
    reason: t.string({ required: true, description: 'Why, in 3 to 500 characters; the audit keeps it.' }),
  }),
});

builder.mutationField('learnerIdentifierReveal', (t) =>
  t.field({
    authScopes: { may: 'learner.reveal_identifier' },
    type: actResult(
      'LearnerIdentifierRevealResult',
      { name: 'LearnerIdentifierRevealSuccess', ref: LearnerIdentifierRevealSuccess },
      ['NOT_FOUND', 'INVALID_INPUT', 'REFUSED', 'FORBIDDEN'],
    ),
    description: `Shows a learner’s identifier in the clear to a person, with a reason that is kept; at most ${MOST_REVEALS_AN_HOUR} an hour for each. Never to a machine, and never where the provider does not seal identifiers.`,
    args: { input: t.arg({ type: LearnerIdentifierRevealInput, required: true, description: 'Whose, and why.' }) },
    resolve: (_root, { input }, context) =>
      answerAct(() =>
        revealIdentifier(context, {
          by: principalOf(context),
          learnerId: rowIdOf('Learner', String(input.learnerId)),
          reason: input.reason,
          correlationId: context.requestId,
        }),
      ),
  }),
);
