import { notFound } from '~/api/api-fault';
import type { PageRequest } from '~/api/page.server';
import { type FoundRun, findRun } from './find-run.server';
import { namedTrainer } from './find-trainers.server';

export interface TrainerOfRun {
  run: FoundRun;
  trainer: { id: string; name: string };
  /** Their links to the run; none where they are only on the course's list. */
  linked: FoundRun['runTrainers'];
}

/** The run and the trainer that an address names: somebody linked to it, its assigned trainer, or any trainer of the provider. */
export async function trainerOfRun(page: Pick<PageRequest, 'ask' | 'uen' | 'param'>): Promise<TrainerOfRun> {
  const id = page.param('trainerId');
  const run = await findRun(page);
  const linked = run.runTrainers.filter(({ trainerId }) => trainerId === id);
  const [first] = linked;
  if (first) return { run, trainer: { id, name: first.name }, linked };
  if (run.assignedTrainer?.trainerId === id && run.assignedTrainer.name)
    return { run, trainer: { id, name: run.assignedTrainer.name }, linked };
  const trainer = await namedTrainer(page, id);
  if (!trainer) throw notFound('such trainer');
  return { run, trainer, linked };
}
