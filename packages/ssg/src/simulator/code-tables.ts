/** SSG's code tables as data (ssg-api.md §9). Codes are always text. */

/** §9.1. Code 10 is inferred from the public dataset; the other nine are SSG's own constants. */
export const MODES_OF_TRAINING = {
  '1': 'Classroom',
  '2': 'Asynchronous eLearning',
  '3': 'In-house',
  '4': 'On-the-Job',
  '5': 'Practical/Practicum',
  '6': 'Supervised Field',
  '7': 'Traineeship',
  '8': 'Assessment',
  '9': 'Synchronous eLearning',
  '10': 'Work-based/Workplace learning',
} as const;

export type ModeOfTraining = keyof typeof MODES_OF_TRAINING;

const MODE_BY_LABEL = new Map<string, ModeOfTraining>(
  Object.entries(MODES_OF_TRAINING).map(([code, label]) => [label.toLowerCase(), code as ModeOfTraining]),
);
// SSG's constants say "Synchronous Learning" where the public dataset says "Synchronous eLearning".
MODE_BY_LABEL.set('synchronous learning', '9');

/** Label as the public dataset spells it, in any case → code; null for an unknown label. */
export const modeOfLabel = (label: string): ModeOfTraining | null => MODE_BY_LABEL.get(label.trim().toLowerCase()) ?? null;

/** Code → label; null for an unknown code. */
export const labelOfMode = (code: string): string | null => (isModeOfTraining(code) ? MODES_OF_TRAINING[code] : null);

export const isModeOfTraining = (code: string): code is ModeOfTraining => Object.hasOwn(MODES_OF_TRAINING, code);

/** §9.2 */
export const COURSE_VACANCIES = { A: 'Available', F: 'Full', L: 'Limited Vacancy' } as const;
export type CourseVacancy = keyof typeof COURSE_VACANCIES;

/** §9.3: mySF's identifier types; TPG says NRIC, FIN, OTHERS instead. */
export const IDENTIFIER_TYPES = {
  SP: 'Singapore Pink Identification Card',
  SB: 'Singapore Blue Identification Card',
  SO: 'Fin/Work Permit',
  FP: 'Foreign Passport',
  OT: 'Others',
} as const;
export type IdentifierType = keyof typeof IDENTIFIER_TYPES;

/** §5.3 */
export const TRAINER_ROLES = { 1: 'Trainer', 2: 'Assessor' } as const;
export type TrainerRole = keyof typeof TRAINER_ROLES;
export const TRAINER_TYPES = { '1': 'Existing', '2': 'New' } as const;

/** §6.2 */
export const ATTENDANCE_STATUSES = { '1': 'Confirmed', '2': 'Unconfirmed', '3': 'Rejected', '4': 'TP Voided' } as const;
export const SURVEY_LANGUAGES = { EL: 'English', MN: 'Mandarin', MY: 'Malay', TM: 'Tamil' } as const;

/** §9.5: writes are accepted in any case, answers are in title case. */
export const COLLECTION_STATUSES = ['Pending Payment', 'Partial Payment', 'Full Payment', 'Cancelled'] as const;
export type CollectionStatus = (typeof COLLECTION_STATUSES)[number];

/** Any spelling of case → the official one; null when SSG does not know it. */
export const collectionStatusOf = (text: string): CollectionStatus | null =>
  COLLECTION_STATUSES.find((status) => status.toLowerCase() === text.trim().toLowerCase()) ?? null;

export const ENROLMENT_STATUSES = ['Confirmed', 'Cancelled', 'Rejected'] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];

/** Looks a code up in one of the tables above; null for an unknown code. */
export function labelOf(table: Readonly<Record<string, string>>, code: string): string | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null;
}
