/** NRIC and FIN as they stand in running text. */
const NRIC_IN_TEXT = /[STFGM]\d{7}[A-Z]/gi;

/**
 * The form people see: `*****567D`, the last three digits and the letter, as SSG itself masks (ssg-api.md §5.1).
 * Identifiers too short for that keep their last character only.
 */
export function maskIdentifier(clear: string): string {
  const text = clear.trim().toUpperCase();
  return `*****${text.slice(text.length >= 8 ? -4 : -1)}`;
}

/** Text with every NRIC/FIN in it masked: for messages that come from outside. */
export const maskIdentifiersIn = (text: string): string => text.replace(NRIC_IN_TEXT, (found) => maskIdentifier(found));
