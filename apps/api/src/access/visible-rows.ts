import type { Action } from '@rollcall/domain/permission/actions';
import { type Reach, reachOf } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';

/** No row fulfils it. */
const NOTHING = { id: { in: [] as string[] } };

type ByProvider = { providerId?: string | { in: string[] } };

/**
 * The rows of a table with `provider_id` that a principal may see, as a condition of Prisma's. Every query of rows is
 * made of one of these: what is not asked through them is not asked at all.
 *
 * @param own the rows that are a user's own, where the table has such
 */
function visible<Where extends object>(reach: Reach, own: ((userId: string) => Where) | null): Where | ByProvider {
  const { everywhere, providerIds, ownProviderIds, ownerId } = reach;
  if (everywhere) return {};
  const all: ByProvider[] = providerIds.length > 0 ? [{ providerId: oneOf(providerIds) }] : [];
  const mine =
    own && ownerId !== null && ownProviderIds.length > 0 ? [{ providerId: oneOf(ownProviderIds), ...own(ownerId) }] : [];
  const conditions = [...all, ...mine];
  if (conditions.length === 0) return NOTHING as unknown as Where;
  return conditions.length === 1 ? (conditions[0] as Where) : ({ OR: conditions } as unknown as Where);
}

const oneOf = (ids: readonly string[]): string | { in: string[] } => (ids.length === 1 && ids[0] ? ids[0] : { in: [...ids] });

/** Rows of any table with `provider_id` that are nobody's own. */
export const visibleAtProvider = (principal: Principal, action: Action): ByProvider => visible(reachOf(principal, action), null);

export const visibleProviders = (principal: Principal): Prisma.TrainingProviderWhereInput => {
  const { everywhere, providerIds, ownProviderIds } = reachOf(principal, 'training_provider.read');
  return everywhere ? {} : { id: { in: [...providerIds, ...ownProviderIds] } };
};

const taughtBy = (userId: string): Prisma.CourseRunWhereInput => ({
  OR: [{ assignedTrainerId: userId }, { trainers: { some: { trainerId: userId } } }],
});

export const visibleCourseRuns = (principal: Principal): Prisma.CourseRunWhereInput =>
  visible<Prisma.CourseRunWhereInput>(reachOf(principal, 'course_run.read'), taughtBy);

export const visibleCourses = (principal: Principal): Prisma.CourseWhereInput =>
  visible<Prisma.CourseWhereInput>(reachOf(principal, 'course.read'), (userId) => ({
    courseRuns: { some: taughtBy(userId) },
  }));

export const visibleEnrolments = (principal: Principal): Prisma.EnrolmentWhereInput =>
  visible<Prisma.EnrolmentWhereInput>(reachOf(principal, 'enrolment.read'), (userId) => ({ courseRun: taughtBy(userId) }));

export const visibleLearners = (principal: Principal): Prisma.LearnerWhereInput =>
  visible<Prisma.LearnerWhereInput>(reachOf(principal, 'learner.read'), (userId) => ({
    enrolments: { some: { courseRun: taughtBy(userId) } },
  }));

/** What belongs to the installation, such as its workers, is seen by those who see every provider. */
export const seesInstallation = (principal: Principal, action: Action): boolean => reachOf(principal, action).everywhere;

const isTrainerAt = (at: Prisma.UserRoleWhereInput): Prisma.AppUserWhereInput => ({
  roles: { some: { role: 'trainer', ...at } },
});

/**
 * Users who are trainers at a provider where the principal may see trainers; trainers see themselves.
 *
 * @param at only trainers of these providers: asked together, because a trainer whom one sees at one provider may also teach
 *   at another that one knows nothing of
 */
export function visibleTrainers(principal: Principal, at?: Prisma.TrainingProviderWhereInput): Prisma.AppUserWhereInput {
  const { everywhere, providerIds, ownProviderIds, ownerId } = reachOf(principal, 'trainer.read');
  const provider = at ? { provider: at } : {};
  if (everywhere) return isTrainerAt(provider);
  const all = providerIds.length > 0 ? [isTrainerAt({ providerId: oneOf(providerIds), ...provider })] : [];
  const self =
    ownerId !== null && ownProviderIds.length > 0
      ? [{ id: ownerId, ...isTrainerAt({ providerId: oneOf(ownProviderIds), ...provider }) }]
      : [];
  const conditions = [...all, ...self];
  return conditions.length === 0 ? NOTHING : { OR: conditions };
}

export const visibleDeclines = (principal: Principal): Prisma.CourseRunTrainerDeclineWhereInput =>
  visible<Prisma.CourseRunTrainerDeclineWhereInput>(reachOf(principal, 'trainer.read'), (trainerId) => ({ trainerId }));
