// Follows a chain run to its end by server-sent events, with EventSource.
// npm install eventsource
// API=http://127.0.0.1:4000 KEY=rc_… node follow-with-eventsource.mjs 42
import { setTimeout as pause } from 'node:timers/promises';
import { EventSource } from 'eventsource';

const { API = 'http://127.0.0.1:4000', KEY } = process.env;
const [run] = process.argv.slice(2);

const FOLLOW = `subscription ($run: ID!, $after: Int) {
  chainRunEvents(chainRunId: $run, after: $after) { number kind step message }
}`;

// A browser’s EventSource sends no headers: there, the session’s cookie says who asks, and this option is left out.
const withKey = (url, init) => fetch(url, { ...init, headers: { ...init.headers, 'x-api-key': KEY } });

let after = 0;

/** True when the run has ended; false where the connection was lost. */
async function follow() {
  const url = `${API}/graphql?${new URLSearchParams({ query: FOLLOW, variables: JSON.stringify({ run, after }) })}`;
  const source = new EventSource(url, { fetch: withKey });
  try {
    return await new Promise((resolve, reject) => {
      source.addEventListener('next', (event) => {
        const { data, errors } = JSON.parse(event.data);
        if (errors?.[0].extensions?.code === 'SERVER_STOPPING') return resolve(false);
        if (errors) return reject(new Error(`${errors[0].extensions?.code}: ${errors[0].message}`));
        const { number, kind, step, message } = data.chainRunEvents;
        console.log(number, kind, step ?? '', message);
        after = number;
      });
      source.addEventListener('complete', () => resolve(true));
      source.addEventListener('error', ({ code, message }) => {
        if (code >= 400 && code < 500 && code !== 429) reject(new Error(message));
        else resolve(false);
      });
    });
  } finally {
    // By itself it would connect again with the old `after`.
    source.close();
  }
}

while (!(await follow())) {
  console.error(`Lost after ${after}; following again.`);
  await pause(1000);
}
