import { randomUUID } from 'node:crypto';

/** A key for one opening of a form, so that sending it twice acts once. */
export const newActKey = (): string => randomUUID();
