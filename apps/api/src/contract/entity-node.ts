import { globalIdOf } from './global-id.js';

/** The GraphQL types of the kinds of rows that changes and the audit name, where `node` finds them. */
const NODE_OF_ENTITY: Readonly<Record<string, string>> = {
  course: 'Course',
  course_run: 'CourseRun',
  enrolment: 'Enrolment',
  incident: 'Incident',
  learner: 'Learner',
  schedule: 'Schedule',
  training_provider: 'TrainingProvider',
};

/** Global id of a row by its kind, as changes and the audit name kinds; null where `node` does not find that kind. */
export function entityNodeId(entityType: string, rowId: string): string | null {
  const node = NODE_OF_ENTITY[entityType];
  return node === undefined ? null : globalIdOf(node, rowId);
}
