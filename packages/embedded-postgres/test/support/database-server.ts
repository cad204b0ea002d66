import { inject } from 'vitest';
import type { ProvidedDatabase } from '../../../../tools/vitest-database.js';

/** The throw-away server that vitest's global setup started. */
export const databaseServerUrl = inject('databaseServerUrl' satisfies keyof ProvidedDatabase);
