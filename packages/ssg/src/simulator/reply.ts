import type { Cipher } from '../wire/cipher.js';
import type { Answer } from './answers.js';

/** What goes over the wire, ready to send. */
export interface Reply {
  status: number;
  contentType: string;
  text: string;
  headers?: Readonly<Record<string, string>>;
}

/** How an encrypted endpoint wraps an error: the four observed shapes, in the order of ssg-api.md §2.4. */
export type ErrorShape = 1 | 2 | 3 | 4;

export const plainReply = (answer: Answer): Reply => ({
  status: answer.httpStatus,
  contentType: 'application/json; charset=utf-8',
  text: JSON.stringify(answer.body),
});

/** An answer of a back end on an encrypted endpoint: bare base64 on success, one of the four shapes on error (§2.4). */
export function encryptedReply(answer: Answer, cipher: Cipher, shape: ErrorShape): Reply {
  const encrypted = () => cipher.encrypt(JSON.stringify(answer.body));
  const status = answer.httpStatus;
  if (status < 300 || shape === 1) return { status, contentType: 'text/plain; charset=utf-8', text: encrypted() };
  switch (shape) {
    case 2:
      return { status, contentType: 'application/json; charset=utf-8', text: escapedErrorBody(encrypted()) };
    case 3:
      return plainReply(answer);
    case 4:
      return plainReply({ ...answer, body: { error: messageOf(answer) } });
  }
}

/** The gateway's error template escapes `=` as in a script, which any JSON parser undoes. */
const escapedErrorBody = (cipherText: string): string => JSON.stringify({ error: cipherText }).replaceAll('=', '\\u003D');

function messageOf({ body }: Answer): string {
  const { error } = body;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
