import { InvalidArgumentError } from 'commander';
import { wholeNumber } from './provider-settings.js';

/** A commander parser for counts of something. */
export function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError('It must be at least 1.');
  return number;
}
