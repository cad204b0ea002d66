import type { TestApi } from '../http/test-api.js';

/** A training provider with nothing in it. */
export async function makeProvider({ deps }: Pick<TestApi, 'deps'>, uen: string): Promise<string> {
  const { id } = await deps.database.prisma.trainingProvider.create({
    data: { uen, code: `${uen}-01`, name: `Invented Academy ${uen}` },
  });
  return id;
}
