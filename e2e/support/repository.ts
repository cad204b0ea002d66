import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A path below the repository's folder. */
export const fromRoot = (...parts: string[]): string => path.join(root, ...parts);

/** A path below the folder of official samples, which lies beside the repository and is read in place. */
export const fromSamples = (...parts: string[]): string => path.join(root, '..', 'shared', 'samples', ...parts);

/** What a person can start: the built programs, and the script that `npm start` runs. */
export const PROGRAMS = {
  start: [fromRoot('apps/api/dist/start/main.js')],
  npmStart: [fromRoot('tools/run.mjs'), 'start'],
  rollcall: [fromRoot('apps/api/dist/cli/main.js')],
} as const;
