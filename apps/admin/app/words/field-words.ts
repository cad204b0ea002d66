/** What people call the columns whose changes are recorded. */
const FIELD_WORDS: Record<string, string> = {
  activated_at: 'Activated',
  activated_by: 'Activated by',
  assigned_trainer_email: 'Assigned trainer’s e-mail',
  assigned_trainer_id: 'Assigned trainer’s account',
  assigned_trainer_name: 'Assigned trainer',
  assignment_source: 'Trainer chosen by',
  class_status: 'Class status',
  class_type: 'Class type',
  course_id: 'Course',
  course_run_id: 'Run',
  course_vacancy_code: 'Vacancy code',
  course_vacancy_description: 'Vacancy',
  digital_attendance_id: 'Attendance id',
  end_date: 'End date',
  enrolled_at: 'Enrolled',
  enrolled_by: 'Enrolled by',
  enrolment_id: 'Reference number',
  enrolment_status: 'Enrolment status',
  enrollment_status: 'Enrolment status',
  id_type: 'Kind of identifier',
  learner_id: 'Learner',
  lifecycle: 'Lifecycle',
  mode_of_learning: 'Mode of learning',
  mode_of_training_code: 'Mode of training',
  nric_masked: 'Identifier',
  raw_data_hash: 'SSG’s record',
  ssg_status: 'Status at SSG',
  start_date: 'Start date',
  tpg_assigned_trainer_email: 'Trainer (TPG)’s e-mail',
  tpg_assigned_trainer_name: 'Trainer (TPG)',
  trainer_email: 'Trainer’s e-mail',
  trainer_id: 'Trainer’s account',
  trainer_name: 'Trainer',
  trainers_email_list: 'E-mail list',
  trainers_list: 'Name list',
  unconfirmed_since: 'Unconfirmed by SSG since',
};

/** A column, or a field of the API, in words: `class_status` and `classStatus` are Class status. */
export function fieldWord(field: string): string {
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const known = FIELD_WORDS[column];
  if (known) return known;
  const words = column.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
