/// <reference path="../../../../tools/vitest-database.ts" />
import { inject } from 'vitest';

/** The throw-away server that vitest's global setup started. */
export const databaseServerUrl = inject('databaseServerUrl');
