// Pages through the course runs, then takes a learner out of a run and brings them back. Node 20 or newer, no packages.
// API=http://127.0.0.1:4000 KEY=rc_… node node-client.mjs
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const { API = 'http://127.0.0.1:4000', KEY } = process.env;

/** The data of an answer. Waits where the minute’s points are spent; throws where the answer has errors. */
async function ask(query, variables = {}) {
  const response = await fetch(`${API}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY },
    body: JSON.stringify({ query, variables }),
  });
  if (response.status === 429) {
    await pause(Number(response.headers.get('retry-after')) * 1000);
    return ask(query, variables);
  }
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`).join('\n'));
  return data;
}

/** What an act gave. Its input gets a key, so that the request may be sent again; an expected failure says what to do. */
async function act(name, fields, input) {
  const type = name[0].toUpperCase() + name.slice(1);
  const query = `mutation ($input: ${type}Input!) {
    result: ${name}(input: $input) {
      outcome: __typename
      ... on ${type}Success { ${fields} }
      ... on ActError { code message remedy path }
      ... on StaleVersionError { currentVersion }
    }
  }`;
  const { result } = await ask(query, { input: { idempotencyKey: randomUUID(), ...input } });
  if (result.outcome !== `${type}Success`) throw new Error(`${result.code}: ${result.message} ${result.remedy}`);
  return result;
}

const RUNS = `query ($after: String) {
  courseRuns(first: 4, after: $after) {
    nodes {
      ssgRunId startDate course { title }
      enrolments(first: 100) { nodes { id version status referenceNumber learner { name } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Every course run that the key may see, page by page. */
async function* courseRuns() {
  for (let after = null, more = true; more; ) {
    const { nodes, pageInfo } = (await ask(RUNS, { after })).courseRuns;
    yield* nodes;
    after = pageInfo.endCursor;
    more = pageInfo.hasNextPage;
  }
}

let enrolment;
for await (const { ssgRunId, startDate, course, enrolments } of courseRuns()) {
  console.log(ssgRunId, startDate, course.title, `${enrolments.nodes.length} enrolments`);
  enrolment ??= enrolments.nodes.find(({ status }) => status === 'CONFIRMED');
}
if (!enrolment) throw new Error('Nobody is enrolled, so nobody can be taken out.');

const fields = 'changed explanation enrolment { status version }';
const removed = await act('enrolmentRemove', fields, {
  enrolmentId: enrolment.id,
  expectedVersion: enrolment.version,
  reason: 'The employer called: not coming',
});
console.log(enrolment.referenceNumber, removed.enrolment.status, removed.explanation);

const back = await act('enrolmentReassign', fields, {
  enrolmentId: enrolment.id,
  expectedVersion: removed.enrolment.version,
  reason: 'The employer called again: coming',
});
console.log(enrolment.referenceNumber, back.enrolment.status, back.explanation);
