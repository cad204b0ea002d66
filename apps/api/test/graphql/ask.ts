import { EXTERNAL_KEY, type TestApi } from '../http/test-api.js';

export interface Answer {
  status: number;
  data: Record<string, unknown> | null | undefined;
  errors: { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[] | undefined;
  text: string;
}

/** Headers of who asks: by default the installation's own key; `{}` is nobody. */
export type AskedBy = Record<string, string>;

export const WITH_EXTERNAL_KEY: AskedBy = { 'x-api-key': EXTERNAL_KEY };

/** Sends an operation as an integrator would. */
export async function ask(
  api: TestApi,
  query: string,
  variables: Record<string, unknown> = {},
  by: AskedBy = WITH_EXTERNAL_KEY,
): Promise<Answer> {
  const response = await fetch(`${api.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...by },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as Pick<Answer, 'data' | 'errors'>) };
}

/** The answer's data, in the shape the query asks for. Throws where it has errors. */
export async function dataOf<Data = Record<string, unknown>>(
  api: TestApi,
  query: string,
  variables?: Record<string, unknown>,
  by?: AskedBy,
): Promise<Data> {
  const { data, errors, text } = await ask(api, query, variables, by);
  if (errors || !data) throw new Error(`The operation failed: ${text}`);
  return data as Data;
}
