/** Orders text by code unit: the same everywhere, whatever the locale, so that plans are reproducible. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
