import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The official sample files lie beside the repository and are read in place, never copied. */
const SAMPLES = fileURLToPath(new URL('../../../../../shared/samples/', import.meta.url));

export const samplesAreThere = existsSync(SAMPLES);
if (!samplesAreThere)
  process.stdout.write(`Skipped: tests that read the official SSG samples, because ${SAMPLES} does not exist.\n`);

/** The parsed JSON of one sample, e.g. `conformance/courserun.view.response.404.json`. */
export function readSample(path: string): unknown {
  return JSON.parse(readFileSync(`${SAMPLES}${path}`, 'utf8'));
}
