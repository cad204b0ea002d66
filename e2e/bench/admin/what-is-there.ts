import { EXTERNAL_KEY } from '../../support/settings.js';

/** A class as the list shows it, in every column that ours has. */
export interface ListedRun {
  id: string;
  ssgRunId: string;
  startDate: string;
  endDate: string;
  classStatus: string;
  classType: string | null;
  modeOfLearning: string;
  courseVacancyDescription: string | null;
  course: { courseCode: string; title: string };
  trainerTpg: { name: string | null; email: string | null } | null;
  trainerLocal: { name: string | null } | null;
  nextTrainer: { name: string | null; exhausted: boolean };
  enrolmentCounts: { live: number; total: number };
  issues: { code: string; sentence: string }[];
}

const QUERY = `query BenchRuns($provider: String!, $after: String) {
  courseRuns(filter: { provider: $provider, upcoming: true }, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id ssgRunId startDate endDate classStatus classType modeOfLearning courseVacancyDescription
      course { courseCode title }
      trainerTpg { name email }
      trainerLocal { name }
      nextTrainer { name exhausted }
      enrolmentCounts { live total }
      issues { code sentence }
    }
  }
}`;

interface Listed {
  courseRuns: { nodes: ListedRun[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** Every upcoming class of a provider, as its API tells them page by page: what the rival loads at once. */
export async function upcomingRuns(apiUrl: string, provider: string): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  for (let after: string | null = null; ; ) {
    const { courseRuns }: Listed = await ask(apiUrl, QUERY, { provider, after });
    runs.push(...courseRuns.nodes);
    if (!courseRuns.pageInfo.hasNextPage) return runs;
    after = courseRuns.pageInfo.endCursor;
  }
}

/** The global id of a provider's latest chain run. */
export async function latestChainRun(apiUrl: string, provider: string): Promise<string> {
  const query =
    'query BenchChainRun($provider: String!) { chainRuns(filter: { provider: $provider }, first: 1) { nodes { id } } }';
  const { chainRuns } = await ask<{ chainRuns: { nodes: { id: string }[] } }>(apiUrl, query, { provider });
  const [run] = chainRuns.nodes;
  if (!run) throw new Error('No chain has run yet: there is no page of one to be measured.');
  return run.id;
}

async function ask<Data>(apiUrl: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': EXTERNAL_KEY },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (!data || errors) throw new Error(`The API answered ${response.status}: ${JSON.stringify(errors)}`);
  return data;
}
