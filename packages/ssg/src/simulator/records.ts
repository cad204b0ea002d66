import type {
  CollectionStatus,
  CourseVacancy,
  EnrolmentStatus,
  IdentifierType,
  ModeOfTraining,
  TrainerRole,
} from './code-tables.js';

/** What the simulator knows, in its own plain words. The wire shapes, with their oddities, are made in the `*-answers.ts` files. */

export interface ProviderRecord {
  uen: string;
  /** UEN + `-NN`. */
  code: string;
  name: string;
  trainers: TrainerRecord[];
}

export interface CourseRecord {
  referenceNumber: string;
  externalReferenceNumber: string;
  title: string;
  uen: string;
  /** An expired course is hidden unless `includeExpiredCourses=true`. */
  expired: boolean;
}

export interface TrainerRecord {
  id: string;
  name: string;
  email: string;
  identifier: string;
  identifierType: IdentifierType;
  roles: TrainerRole[];
  domainAreaOfPractice: string;
  experience: string;
  linkedInUrl: string;
  salutationId: number;
}

/** A trainer as linked to one run. He may be unknown to the provider's own list. */
export interface LinkedTrainerRecord extends TrainerRecord {
  inTrainingProviderProfile: boolean;
  trainerType: '1' | '2';
  qualifications: { code: string; description: string }[];
}

export interface VenueRecord {
  block: string;
  building: string;
  floor: string;
  postalCode: string;
  room: string;
  street: string;
  unit: string;
  wheelChairAccess: boolean;
}

export interface SessionRecord {
  id: string;
  /** `YYYY-MM-DD` */
  startDate: string;
  endDate: string;
  /** `HH:MM` */
  startTime: string;
  endTime: string;
  modeOfTraining: ModeOfTraining;
  /** null prints as null members in the sessions answer and as blank ones in the attendance answer (ssg-api.md §5.5). */
  venue: VenueRecord | null;
}

export interface RunRecord {
  id: number;
  courseReferenceNumber: string;
  uen: string;
  /** All dates `YYYY-MM-DD`. */
  startDate: string;
  endDate: string;
  registrationOpening: string;
  registrationClosing: string;
  modeOfTraining: ModeOfTraining;
  vacancy: CourseVacancy;
  intakeSize: number;
  threshold: number;
  /** What the provider published; null counts the run's enrolments. */
  registeredUserCount: number | null;
  courseAdminEmail: string;
  scheduleInfo: string;
  sequenceNumber: number;
  /** Blank on some runs: not every run has a code yet. */
  qrCodeLink: string;
  venue: VenueRecord;
  attendanceTaken: boolean;
}

export interface ContactNumber {
  countryCode: string;
  areaCode: string;
  phoneNumber: string;
}

export interface EmployerRecord {
  uen: string;
  name: string;
  contactName: string;
  contactNumber: ContactNumber;
  contactEmail: string;
}

export interface TraineeRecord {
  identifierType: 'NRIC' | 'FIN' | 'OTHERS';
  identifier: string;
  dateOfBirth: string;
  fullName: string;
  contactNumber: ContactNumber;
  email: string;
}

export interface EnrolmentRecord {
  referenceNumber: string;
  status: EnrolmentStatus;
  uen: string;
  courseReferenceNumber: string;
  runId: number;
  trainee: TraineeRecord;
  /** Null: sponsored by the individual. */
  employer: EmployerRecord | null;
  /** Text, because SSG answers with text and keeps the decimals that it was given. */
  discountAmount: string;
  collectionStatus: CollectionStatus;
  enrolmentDate: string;
  /** Epoch milliseconds. */
  createdOn: number;
  updatedOn: number;
}

export interface AttendanceRecord {
  id: string;
  sessionId: string;
  statusCode: string;
  identifier: string;
  identifierType: IdentifierType;
  name: string;
  email: string;
  mobile: string;
  areaCode: string;
  countryCode: string;
  numberOfHours: string;
  surveyLanguage: string;
}
