/** A file that cannot be written as it was asked for. Whoever asked is told so. */
export class ExportRefusedError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = 'ExportRefusedError';
  }
}
