/** The client was given options it cannot work with. Thrown before anything is sent; `option` names the one to correct. */
export class SsgConfigurationError extends Error {
  override name = 'SsgConfigurationError';
  readonly option: string;
  readonly remedy: string;

  constructor(facts: { option: string; summary: string; remedy: string; cause?: unknown }) {
    super(`${facts.option}: ${facts.summary} ${facts.remedy}`, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.option = facts.option;
    this.remedy = facts.remedy;
  }
}
