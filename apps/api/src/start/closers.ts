/** What has to be taken down again, in the opposite order of its coming up. */
export interface Closers {
  add(name: string, close: () => Promise<void>): void;
  /** Closes everything even where something fails, and then tells of all failures at once. */
  closeAll(): Promise<void>;
}

export function createClosers(): Closers {
  const closers: { name: string; close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      closers.push({ name, close });
    },
    async closeAll() {
      const failures: Error[] = [];
      for (let closer = closers.pop(); closer; closer = closers.pop()) {
        try {
          await closer.close();
        } catch (error) {
          failures.push(
            new Error(`The ${closer.name} could not be closed: ${error instanceof Error ? error.message : String(error)}`, {
              cause: error,
            }),
          );
        }
      }
      if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
    },
  };
}
