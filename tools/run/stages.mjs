/**
 * Runs stages one after the other, a line with the time for each, and stops at the first that fails.
 * A stage's `run` gives nothing, or { code, text, note }: `text` is shown when it failed, `note` always.
 */
export async function runStages(stages) {
  const begun = performance.now();
  for (const stage of stages) {
    const started = performance.now();
    const { code = 0, text = '', note = '' } = (await stage.run()) ?? {};
    const line = `${stage.name.padEnd(14)} ${seconds(started).padStart(7)}  ${note}`.trimEnd();
    if (code !== 0) {
      process.stdout.write(
        `${text.trimEnd()}\nFAIL  ${line}\n\nFailed at: ${stage.name}${stage.remedy ? `. ${stage.remedy}` : ''}\n`,
      );
      return 1;
    }
    process.stdout.write(`ok    ${line}\n`);
  }
  const totals = stages.map((stage) => stage.totals?.()).filter(Boolean);
  process.stdout.write(`ok    ${'everything'.padEnd(14)} ${seconds(begun).padStart(7)}\n`);
  if (totals.length > 0) process.stdout.write(`\n${closingLine(totals)}\n`);
  return 0;
}

/** The plain last line that a person or a program looks for. */
export function closingLine(totals) {
  const sum = (key) => totals.reduce((total, one) => total + (one[key] ?? 0), 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
