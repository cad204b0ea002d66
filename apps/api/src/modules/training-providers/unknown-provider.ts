/** No provider has the given UEN, or the given row id. */
export class UnknownProviderError extends Error {
  readonly remedy = 'rollcall provider list shows the providers there are; rollcall provider add adds one.';

  constructor(name: { uen: string } | { id: string }) {
    super('uen' in name ? `There is no provider with the UEN ${name.uen}.` : `There is no training provider ${name.id}.`);
    this.name = 'UnknownProviderError';
  }
}
