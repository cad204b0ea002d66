/** The alert for a required step that failed, word for word: `Daily sync chain failed at sync_courses: …` (S4.12). */
export function chainFailureText(chainTitle: string, step: string, message: string): string {
  return `${chainTitle} chain failed at ${step}: ${message}`;
}

/** `[Daily Sync] Starting sync_courses...` (S4.13). */
export function stepStartedText(chainTitle: string, step: string): string {
  return `${label(chainTitle)} Starting ${step}...`;
}

/** `[Daily Sync] sync_courses completed` (S4.13). */
export function stepCompletedText(chainTitle: string, step: string): string {
  return `${label(chainTitle)} ${step} completed`;
}

/** `[Daily Sync] sync_courses failed: …` (S4.13). */
export function stepFailedText(chainTitle: string, step: string, message: string): string {
  return `${label(chainTitle)} ${step} failed: ${message}`;
}

/** S4.13 writes the title with capitals, S4.12 without. */
function label(chainTitle: string): string {
  const words = chainTitle.split(' ').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `[${words.join(' ')}]`;
}
