import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SMALL_RUNS = 1000;
const LARGE_RUNS = 10_000;

/** Peak resident memory, in MiB, of a process that syncs 20,000 enrolments and of one that syncs 200,000. */
export async function measureMemory(
  create: () => Promise<string>,
  say: (line: string) => void,
): Promise<{ small: number; large: number }> {
  const peakOf = async (runs: number) => {
    const peak = await peakMemory(await create(), runs);
    say(`  peak memory with ${runs * 20} enrolments: ${Math.round(peak)} MiB`);
    return peak;
  };
  return { small: await peakOf(SMALL_RUNS), large: await peakOf(LARGE_RUNS) };
}

/** In a process of its own, because a peak never falls again. */
function peakMemory(databaseUrl: string, runs: number): Promise<number> {
  const child = fork(fileURLToPath(new URL('./memory-process.ts', import.meta.url)), [databaseUrl, String(runs)], {
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('message', (peak) => resolve(Number(peak)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The measured process ended with code ${code} before it told its peak.`)));
  });
}
