import { can } from '@rollcall/domain/permission/can';
import { builder } from '../../graphql/builder.js';
import { type GraphqlContext, principalOf } from '../../graphql/context.js';

/** An enrolment that an act answers with; null where it answers with none. */
export interface NamedEnrolment {
  enrolmentId: string | null;
  providerId: string;
}

/** The row as it is now. By plain values, so that a hundred outcomes are looked up in one statement. */
export function findEnrolment<Query extends object>(
  query: Query,
  { enrolmentId, providerId }: NamedEnrolment,
  context: GraphqlContext,
) {
  // Spread in any case: the plugin takes a selection that nobody looked at for a forgotten one.
  const selected = { ...query };
  if (enrolmentId === null || !can(principalOf(context), 'enrolment.read', { providerId }).allowed) return null;
  return context.database.prisma.enrolment.findUnique({ ...selected, where: { id: enrolmentId, providerId } });
}

export const ENROLMENT_NOW = 'The enrolment as it is now; null where you may not see enrolments.';

export const CHANGED = 'False where everything was so already, and nothing was written.';

export const EXPLANATION = 'What was decided and why, in a sentence.';

/** Something that a person has to do at SSG, which Rollcall does not tell. */
export const EnrolmentNotice = builder.objectRef<{ message: string; remedy: string }>('EnrolmentNotice').implement({
  description: 'What SSG does not know yet, or will undo, after an act on an enrolment.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'How things stand at SSG.' }),
    remedy: t.exposeString('remedy', { description: 'What to do there.' }),
  }),
});

export const KEY = 'Asking again with the same key answers the same and does nothing.';

export const EXPECTED_VERSION = 'The version that was read: where the row was changed since, nothing is done.';
