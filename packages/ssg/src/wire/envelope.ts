/** The body every SSG back end answers with, once decrypted (ssg-api.md §3). */
export interface Envelope<Data = unknown> {
  /** A number on writes and on mySF, a string (`"200"`) on TPG view and search. */
  status: number | string;
  /** `{}` on error. */
  data: Data;
  meta: EnvelopeMeta;
  /** `{}` on success, so it is truthy either way: look at its keys, not at its truth. */
  error: MysfError | TpgError | Record<string, never>;
}

/** Paging totals live here: `total` on mySF, `totalRecords` on TPG. TPG record times are Singapore time without a zone. */
export interface EnvelopeMeta {
  total?: number;
  totalRecords?: number;
  createdOn?: string;
  updatedOn?: string;
  [member: string]: unknown;
}

export interface ErrorDetail {
  /** Inconsistent between endpoints (`Employer.UEN`, `-`, blank): match on the message instead (ssg-api.md §3.1). */
  field: string;
  /** May begin with a code: `TGS-406 - Invalid course reference number`. */
  message: string;
}

/** `/courses/*` and `/trainingProviders/*`. */
export interface MysfError {
  code: number;
  details: ErrorDetail[];
  errorId: string;
  message: string;
}

/** `/tpg/*`. */
export interface TpgError {
  message: string;
  details: ErrorDetail[];
}

/** The gateway's own refusals; on encrypted endpoints `error` may instead be the cipher text of an envelope (§2.4). */
export interface GatewayError {
  error: string;
}
