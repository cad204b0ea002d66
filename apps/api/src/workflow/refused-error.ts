/** An act that does not fit how things stand, with what to do instead. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = 'RefusedError';
  }
}
