import { z } from 'zod';
import { CodeAndDescription, OptionalText, WireId } from './wire-values.js';

const LinkedTrainer = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String).nullish(),
  name: OptionalText,
  email: OptionalText,
  /** Masked by SSG: `*****315J`. */
  idNumber: OptionalText,
  idType: CodeAndDescription,
  /** 1 Trainer, 2 Assessor. */
  roles: z
    .array(z.looseObject({ role: z.looseObject({ id: WireId, description: OptionalText }).nullish() }))
    .nullish()
    .transform((roles) => roles ?? []),
});
export type LinkedTrainer = z.infer<typeof LinkedTrainer>;

/** Without a name or an address it is nobody, and whoever it stood for must not vanish silently. */
const SomeTrainer = LinkedTrainer.refine(
  ({ name, email }) => typeof name === 'string' || typeof email === 'string',
  'has no name and no email',
);

/**
 * `linkCourseRunTrainer[]` in both shapes: `{trainer: {…}}`, which SSG sends, and the trainer itself, which some clients
 * recorded (bug 11). Both come out as the first. The list itself must be there: taking a missing list for "no trainers"
 * would unassign people.
 */
export const RunTrainers = z.array(
  z.union([z.looseObject({ trainer: SomeTrainer }), SomeTrainer.transform((trainer) => ({ trainer }))]),
);
