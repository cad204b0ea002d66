import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from './settings.js';

export interface Secrets {
  /** Signs cursors and links. */
  secretKey: string;
  /** Base64 of 32 bytes: the keyed hash of identifiers. Losing it means that learners are no longer recognised. */
  identifierHashKey: string;
  /** Base64 of 32 bytes: seals identifiers. Losing it means that sealed identifiers cannot be opened. */
  identifierSealKey: string;
}

/**
 * Secrets from the environment. On a local installation the missing ones are made once and kept in the data folder,
 * readable by its owner only; elsewhere `readSettings` has already insisted on them.
 */
export function loadSecrets(settings: Settings): Secrets {
  const given = settings.secrets;
  if (given.secretKey && given.identifierHashKey && given.identifierSealKey)
    return { secretKey: given.secretKey, identifierHashKey: given.identifierHashKey, identifierSealKey: given.identifierSealKey };
  const kept = keptSecrets(path.join(settings.dataDirectory, 'secrets.json'));
  return {
    secretKey: given.secretKey ?? kept.secretKey,
    identifierHashKey: given.identifierHashKey ?? kept.identifierHashKey,
    identifierSealKey: given.identifierSealKey ?? kept.identifierSealKey,
  };
}

function keptSecrets(file: string): Secrets {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh: Secrets = { secretKey: newKey(), identifierHashKey: newKey(), identifierSealKey: newKey() };
  try {
    // 'wx' fails where the file exists: of two processes that start at once, one writes and both read the same.
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  }
}

const newKey = () => randomBytes(32).toString('base64');
