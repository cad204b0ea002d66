const NATIONAL_IDENTIFIER = /[STFGM]\d{7}[A-Z]/gi;
const LONGEST_QUOTE = 300;

/** Hides NRIC/FIN numbers the way SSG masks them in its own answers: `*****567D` (bug 25, ssg-api.md §5.3). */
export function maskIdentifiers(text: string): string {
  return text.replace(NATIONAL_IDENTIFIER, (identifier) => `*****${identifier.slice(-4)}`);
}

/** An upstream sentence made fit for a message or a log line: masked, on one line, of bounded length. */
export function quoteUpstream(text: string): string {
  const line = maskIdentifiers(text).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}
