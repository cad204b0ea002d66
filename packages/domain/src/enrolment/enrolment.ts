/** Statuses a local enrolment may have. `Admin Removed` is the only one that SSG cannot give or take away. */
export const ENROLMENT_STATUSES = [
  'Active',
  'Confirmed',
  'Pending',
  'Cancelled',
  'Withdrawn',
  'Rejected',
  'Admin Removed',
] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];

/** An enrolment as SSG tells it. The identifier comes hashed and masked; the clear one never reaches the domain. */
export interface SsgEnrolment {
  referenceNumber: string;
  /** The status word as sent. */
  status: string;
  /** Instant of SSG's last update as ISO 8601 UTC, for telling the newest of two. */
  updatedOn: string | null;
  trainee: SsgTrainee;
  /** Keyed hash of the payload in canonical form, identifier included: equal hash, nothing changed. */
  rawDataHash: string;
}

export interface SsgTrainee {
  /** Keyed hash of the NRIC/FIN, null where SSG sent none. */
  identifierHash: string | null;
  /** `*****567D`. */
  identifierMasked: string | null;
  name: string | null;
  /** Lower case. */
  email: string | null;
}

/** A local row of `enrollment`, as far as the planner needs it. */
export interface LocalEnrolment {
  id: string;
  version: number;
  learnerId: string;
  /** The local run's row id. */
  courseRunId: string;
  referenceNumber: string | null;
  status: EnrolmentStatus;
  ssgStatus: string | null;
  rawDataHash: string | null;
  unconfirmedBySsg: boolean;
  /**
   * True when an admin put the row in its run and SSG has not had it there since: then the run is the admin's, whatever
   * SSG says (S0.19). Looked up for rows of other runs than the one that is planned; within its run nothing depends on it.
   */
  placedByAdmin?: boolean;
}
