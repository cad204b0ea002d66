/**
 * Runs stages one after the other, a line with the time for each, and stops at the first that fails.
 * A stage's `run` gives nothing, or { code, text, note }: `text` is shown when it failed, `note` always. A stage that counts
 * gives { passed, failed, skipped } from `totals` once it ran; their sum is the last line.
 */
export async function runStages(stages) {
  const begun = performance.now();
  const totals = [];
  let failed;
  for (const stage of stages) {
    const started = performance.now();
    const { code = 0, text = '', note = '' } = (await stage.run()) ?? {};
    const counted = stage.totals?.();
    if (counted) totals.push(counted);
    if (code !== 0) {
      failed = stage;
      process.stdout.write(text === '' ? '' : `${text.trimEnd()}\n`);
    }
    process.stdout.write(
      `${code === 0 ? 'ok  ' : 'FAIL'}  ${stage.name.padEnd(14)} ${seconds(started).padStart(7)}  ${note}`.trimEnd(),
    );
    process.stdout.write('\n');
    if (failed) break;
  }
  if (!failed) process.stdout.write(`ok    ${'everything'.padEnd(14)} ${seconds(begun).padStart(7)}\n`);
  if (totals.length > 0) process.stdout.write(`\n${closingLine(totals)}\n`);
  if (failed) process.stdout.write(`\nFailed at: ${failed.name}${failed.remedy ? `. ${failed.remedy}` : ''}\n`);
  return failed ? 1 : 0;
}

/** The plain line that a person or a program looks for. */
export function closingLine(totals) {
  const sum = (key) => totals.reduce((total, one) => total + (one[key] ?? 0), 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
