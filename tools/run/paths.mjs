import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
export const fromRoot = (...parts) => path.join(root, ...parts);

/** What this tool remembers between calls; it goes when node_modules goes. */
export const cacheFolder = fromRoot('node_modules', '.cache', 'rollcall');
