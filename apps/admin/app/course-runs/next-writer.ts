/** The fields of which the API says why they are so: of a course run, and of an enrolment. */
export const RUN_FIELDS: readonly string[] = [
  'ssgRunId',
  'startDate',
  'endDate',
  'classStatus',
  'classType',
  'lifecycle',
  'activatedAt',
  'modeOfLearning',
  'modeOfTrainingCode',
  'digitalAttendanceId',
  'courseVacancyCode',
  'courseVacancyDescription',
  'assignedTrainer',
  'trainerTpg',
  'trainerLocal',
  'nextTrainer',
];
export const ENROLMENT_FIELDS: readonly string[] = ['referenceNumber', 'status', 'ssgStatus', 'unconfirmedSince', 'enrolledAt'];

/** Who owns a value, as the API says; null where no change of it is recorded. */
type Owner = 'ADMIN' | 'SSG' | 'FALLBACK' | 'SCHEDULE' | null;

const BY_FIELD: Record<string, string> = {
  lifecycle: 'The clock, when the class begins or ends in the provider’s time zone. Neither a sync nor an admin sets it.',
  classStatus: 'An admin, with “Set class status”. No sync touches it once the run is here.',
  classType: 'An admin, with “Set class type”. No sync touches it.',
  trainerTpg: 'The next sync, when SSG links somebody else to the run. Nothing done here changes it.',
  trainerLocal: 'An admin who assigns, moves or removes somebody; or the next sync, when SSG links or unlinks somebody.',
  nextTrainer: 'A change of the course’s trainer list, a decline or its withdrawal, or an assignment.',
  assignedTrainer:
    'An admin who assigns or removes somebody. A sync fills it only where nobody is assigned, and overwrites nobody.',
  modeOfLearning: 'The next sync, when SSG sends another mode code; or another mapping profile in the provider’s settings.',
  ssgRunId: 'Nothing: it is SSG’s name for the run.',
  activatedAt: 'Nothing: a class is activated once.',
};

const BY_OWNER: Record<NonNullable<Owner>, string> = {
  ADMIN: 'An admin. No sync overwrites what an admin decided.',
  SSG: 'The next sync that reads the run, when SSG sends another value.',
  FALLBACK: 'An admin, or the next sync where it stands empty.',
  SCHEDULE: 'The clock, in the provider’s time zone.',
};

const REMOVED = 'Only an admin, with “Re-assign”. No sync brings the learner back, whatever SSG says.';

/** What would change a value next, in a sentence or two. @param field as in the API, `classStatus` */
export function whatChangesNext(field: string, owner: Owner, value: unknown): string {
  if (field === 'status' && value === 'Admin Removed') return REMOVED;
  const known = Object.hasOwn(BY_FIELD, field) ? BY_FIELD[field] : undefined;
  return known ?? (owner === null ? BY_OWNER.SSG : BY_OWNER[owner]);
}

/** A sentence of the API in pieces, its moments apart, for a page that shows them in the provider's zone. */
export function splitMoments(sentence: string): { text: string; isMoment: boolean }[] {
  return sentence
    .split(/(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)/)
    .map((text, index) => ({ text, isMoment: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
