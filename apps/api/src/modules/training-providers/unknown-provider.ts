/** No provider has the given id. */
export class UnknownProviderError extends Error {
  readonly remedy = 'List the providers with: rollcall provider list';
  constructor(providerId: string) {
    super(`There is no training provider ${providerId}.`);
    this.name = 'UnknownProviderError';
  }
}
