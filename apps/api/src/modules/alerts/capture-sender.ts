import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { emailOf } from './email-sender.js';
import type { Sender } from './sender.js';

/** Where no mail server is configured, e-mails are kept for reading, one JSON line each, in a file only its owner may read. */
export function createCaptureSender(options: { captureFile: string; from: string }): Sender {
  return async (message) => {
    const { to, headers, ...email } = emailOf(message, options.from);
    const line = JSON.stringify({ ...email, to: to.address, kind: message.kind, headers, data: message.data });
    await mkdir(path.dirname(options.captureFile), { recursive: true });
    await appendFile(options.captureFile, `${line}\n`, { mode: 0o600 });
  };
}
