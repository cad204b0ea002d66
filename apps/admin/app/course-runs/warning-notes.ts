/** The API's warnings as a toast tells them. */
export const warningNotes = (warnings: readonly { message: string; remedy: string }[]): string[] =>
  warnings.map(({ message, remedy }) => `${message} ${remedy}`);
