// Starts the night of a provider, or finds it at work, and follows it to its end over WebSocket, whatever becomes of the connection.
// npm install graphql graphql-ws ws
// API=http://127.0.0.1:4000 KEY=rc_… node follow-with-graphql-ws.mjs 201912345K
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const { API = 'http://127.0.0.1:4000', KEY } = process.env;
const [provider] = process.argv.slice(2);

const START = `mutation ($input: ChainRunStartInput!) {
  chainRunStart(input: $input) {
    ... on ChainRunStartSuccess { chainRun { number } }
    ... on AlreadyRunningError { chainRunNumber }
    ... on ActError { message remedy }
  }
}`;
const FOLLOW = `subscription ($run: ID!, $after: Int) {
  chainRunEvents(chainRunId: $run, after: $after) { number kind step message }
}`;

/** Acts are sent by POST: a socket does not take them. */
async function startRun() {
  const response = await fetch(`${API}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY },
    body: JSON.stringify({ query: START, variables: { input: { chain: 'tgs_daily', provider, mode: 'FULL' } } }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  const { chainRun, chainRunNumber, message, remedy } = data.chainRunStart;
  const number = chainRun?.number ?? chainRunNumber;
  if (number === undefined) throw new Error(`${message} ${remedy}`);
  return number;
}

const client = createClient({
  url: `${API.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { apiKey: KEY },
  // Its own attempts would begin at the old `after` again.
  retryAttempts: 0,
});

const run = await startRun();
let after = 0;
for (let hasEnded = false; !hasEnded; ) {
  try {
    for await (const { data, errors } of client.iterate({ query: FOLLOW, variables: { run, after } })) {
      if (errors) throw errors;
      const { number, kind, step, message } = data.chainRunEvents;
      console.log(number, kind, step ?? '', message);
      after = number;
    }
    hasEnded = true;
  } catch (lost) {
    const [{ message, reason, code, extensions }] = Array.isArray(lost) ? lost : [lost];
    const isFinal = code === 4403 || (extensions && extensions.code !== 'SERVER_STOPPING');
    if (isFinal) throw new Error(message ?? reason, { cause: lost });
    console.error(`Lost after ${after} (${message || reason || code}); following again.`);
    await pause(1000);
  }
}
await client.dispose();
