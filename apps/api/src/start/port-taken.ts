/** A port that another program listens on; the message names the setting that chooses another. */
export class PortTakenError extends Error {
  readonly remedy: string;

  constructor(port: number, setting: string, cause: unknown) {
    super(`Port ${port} is taken by another program.`, { cause });
    this.name = 'PortTakenError';
    this.remedy = `Choose another with ${setting}, or stop that program. It may be another Rollcall.`;
  }
}

/** The clear error for a listen that failed because of the port; null for every other error. */
export function portTaken(error: unknown, port: number, setting: string): PortTakenError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'EADDRINUSE' ? new PortTakenError(port, setting, error) : null;
}
