import type { ExplicitTrainer } from '@rollcall/ssg/simulator/dataset-explicit';
import type { Simulator } from '@rollcall/ssg/simulator/server';
import { changeRun } from '@rollcall/ssg/simulator/staff';

/** Links trainers to a run as SSG's own staff would. */
export function setTrainers(simulator: Simulator, runId: number, trainers: ExplicitTrainer[]): void {
  changeRun(simulator.state, runId, { trainers });
}
