const WEIGHTS = [2, 7, 6, 5, 4, 3, 2];
const CITIZEN_LETTERS = 'JZIHGFEDCBA';
const FOREIGNER_LETTERS = 'XWUTRQPNMLK';

/**
 * An invented but well-formed NRIC or FIN: prefix, seven digits, check letter (ssg-api.md §9.9).
 * `serial` is taken modulo ten million. Throws RangeError for an unknown prefix.
 */
export function identifierOf(prefix: 'S' | 'T' | 'F' | 'G', serial: number): string {
  const digits = String(serial % 10_000_000).padStart(7, '0');
  return prefix + digits + checkLetter(prefix, digits);
}

/** Whether a text is an NRIC or FIN with a right check letter. */
export function isValidIdentifier(text: string): boolean {
  const match = /^([STFG])(\d{7})([A-Z])$/.exec(text);
  return match !== null && checkLetter(match[1] ?? '', match[2] ?? '') === match[3];
}

/** As SSG shows a trainer's identifier: `*****315J`. Blank stays blank. */
export const maskIdentifier = (identifier: string): string => (identifier === '' ? '' : `*****${identifier.slice(-4)}`);

/** Whether a UEN has one of the published forms; `S` and `R` are accepted beside `T` because SSG's own samples hold them (§9.9). */
export const isUen = (text: string): boolean => /^(\d{8}[A-Z]|\d{9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z])$/.test(text);

/** An invented UEN of the ten-character form; the same number gives the same UEN. */
export const uenOf = (year: number, serial: number): string =>
  `${year}${String(serial % 100_000).padStart(5, '0')}${'CDEGHKMNRWZ'[serial % 11] ?? 'C'}`;

/** `ENR-YYMM-NNNNNN`; YYMM is the month of creation in Singapore (§9.6). `month` is `YYYY-MM…`. */
export const enrolmentReference = (month: string, number: number): string =>
  `ENR-${month.slice(2, 4)}${month.slice(5, 7)}-${String(number).padStart(6, '0')}`;

/** The running number inside `ENR-YYMM-NNNNNN`, or null when the text is something else. */
export function enrolmentNumber(referenceNumber: string): number | null {
  const match = /^ENR-\d{4}-(\d{6,})$/.exec(referenceNumber);
  return match === null ? null : Number(match[1]);
}

function checkLetter(prefix: string, digits: string): string {
  const offset = prefix === 'T' || prefix === 'G' ? 4 : 0;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), offset);
  const letters = prefix === 'S' || prefix === 'T' ? CITIZEN_LETTERS : FOREIGNER_LETTERS;
  return letters[sum % 11] ?? '';
}
