import { createHash } from 'node:crypto';
import type { JsonValue } from '@rollcall/domain/change/change';
import type { Grant, Principal } from '@rollcall/domain/permission/principal';
import type { PoolClient } from 'pg';
import { stringify } from 'safe-stable-stringify';
import type { Dependencies } from '../dependencies.js';
import { inTransaction, retryWhenStale } from '../persistence/transaction.js';
import { ActRefusal } from './act-refusal.js';
import { requireNoLess } from './require-no-less.js';

/** Who asks for what, and under which key of theirs. */
export interface ActRequest {
  by: Principal;
  /** Name of the mutation: `enrolmentRemove`. */
  act: string;
  /** What was asked, without the key. */
  input: unknown;
  /** 1 to 200 characters; absent: asking twice acts twice. */
  idempotencyKey?: string | null | undefined;
}

/**
 * Runs one business act in one transaction: everything it writes, its changes and its audit, or nothing. What was asked
 * before under the same key by the same principal is answered as it was, and done no second time; a key that stood for
 * another request is refused. The result is kept with the key, so it is made of ids.
 *
 * Who may do less than when it was done is refused instead of being answered again.
 * @param again asked before a kept result is answered: throws `ActRefusal` where what it names is gone, or none of theirs any more
 */
export function runAct<Result extends JsonValue>(
  { database }: Pick<Dependencies, 'database'>,
  request: ActRequest,
  work: (transaction: PoolClient) => Promise<Result>,
  again?: (transaction: PoolClient, result: Result) => Promise<unknown>,
): Promise<Result> {
  return retryWhenStale(() =>
    inTransaction(database.pool, async (transaction) => {
      const { idempotencyKey } = request;
      if (idempotencyKey == null) return work(transaction);
      requireKey(idempotencyKey);
      const earlier = await claimKey<Result>(transaction, request, idempotencyKey);
      if (earlier) {
        requireNoLess(request.by, earlier.grants);
        await again?.(transaction, earlier.result);
        return earlier.result;
      }
      const result = await work(transaction);
      await transaction.query('UPDATE idempotency_key SET result = $4 WHERE principal = $1 AND act = $2 AND key = $3', [
        identityOf(request.by),
        request.act,
        idempotencyKey,
        JSON.stringify(result),
      ]);
      return result;
    }),
  );
}

/** Kind and id, or the name of those who have none. */
export const identityOf = ({ kind, id, name }: Principal): string => `${kind}:${id ?? name}`;

const LONGEST_KEY = 200;

function requireKey(key: string): void {
  if (key.trim() !== '' && key.length <= LONGEST_KEY) return;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: key.length > LONGEST_KEY ? `The idempotency key has ${key.length} characters.` : 'The idempotency key is empty.',
    remedy: `Give 1 to ${LONGEST_KEY} characters that no other request has, such as a UUID; or leave it out.`,
    path: ['input', 'idempotencyKey'],
  });
}

/** Waits for another request under the same key that is at work: the row of the first is locked until it ends. */
async function claimKey<Result>(
  transaction: PoolClient,
  { by, act, input }: ActRequest,
  key: string,
): Promise<{ result: Result; grants: Grant[] } | null> {
  const hash = createHash('sha256')
    .update(stringify(input) ?? '')
    .digest('hex');
  const values = [identityOf(by), act, key];
  const { rowCount } = await transaction.query(
    'INSERT INTO idempotency_key (principal, act, key, request_hash, grants) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [...values, hash, JSON.stringify(by.grants)],
  );
  if (rowCount === 1) return null;
  const { rows } = await transaction.query<{ requestHash: string; result: Result; grants: Grant[] }>(
    'SELECT request_hash AS "requestHash", result, grants FROM idempotency_key WHERE principal = $1 AND act = $2 AND key = $3',
    values,
  );
  const [earlier] = rows;
  if (earlier?.requestHash === hash) return earlier;
  throw new ActRefusal({
    code: 'INVALID_INPUT',
    message: 'The idempotency key was used for another request.',
    remedy: 'Give each request a key of its own; repeat one only with the very same input.',
    path: ['input', 'idempotencyKey'],
  });
}
