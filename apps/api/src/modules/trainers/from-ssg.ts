import type { SsgTrainer } from '@rollcall/domain/trainer/trainer';
import type { ViewedCourseRun } from '@rollcall/ssg/resources/course-runs';

/** SSG's linked trainers of a run, in SSG's order (S0.26, X26). */
export function trainersFromView({ run }: ViewedCourseRun): SsgTrainer[] {
  return run.linkCourseRunTrainer.map(({ trainer }) => ({
    name: trainer.name?.trim() || null,
    email: trainer.email?.trim().toLowerCase() || null,
    roleIds: trainer.roles.flatMap(({ role }) => (role ? [Number(role.id)] : [])),
  }));
}
