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

/**
 * `linkCourseRunTrainer[]` in both shapes: `{trainer: {…}}`, which SSG sends, and the trainer itself, which some clients
 * recorded (bug 11). Both come out as the first. The list itself must be there: taking a missing list for "no trainers"
 * would unassign people.
 */
export const RunTrainers = z.array(
  z.union([
    z.looseObject({ trainer: LinkedTrainer }),
    LinkedTrainer.refine(isTrainer, 'is not a trainer').transform((trainer) => ({ trainer })),
  ]),
);

function isTrainer(value: LinkedTrainer): boolean {
  return !('trainer' in value) && (typeof value.email === 'string' || typeof value.name === 'string');
}
