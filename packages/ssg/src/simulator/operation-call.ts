import type { OperationName } from '../wire/operations.js';
import type { Answer } from './answers.js';
import type { PagingDisturbance } from './paging.js';
import type { SimulatedState } from './state.js';

/** One request that the gateway let through: decrypted, parsed, from an app that may call this operation. */
export interface OperationCall {
  operation: OperationName;
  /** Filled placeholders of the path. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed JSON; null for GET. */
  body: unknown;
  /** UENs the app may act for. */
  uens: readonly string[];
  state: SimulatedState;
  /** Epoch milliseconds. */
  now: number;
  paging: PagingDisturbance;
  behaviour: SimulatorBehaviour;
}

/** Where SSG was seen to behave in two ways, or may change. */
export interface SimulatorBehaviour {
  /** Publishing the same dates twice makes two runs (false) or is refused with the existing id in the text (true): ssg-api.md §10.9. */
  refuseSameDates?: boolean;
  /** HTTP status of a search without rows; the inner status stays 404. Default 404; 200 and 403 were seen as well: §7.4. */
  emptySearchStatus?: 200 | 403 | 404;
}

export type OperationHandler = (call: OperationCall) => Answer;
