// Has rows written to a file, waits for it, and downloads it. Node 20 or newer, no packages.
// API=http://127.0.0.1:4000 KEY=rc_… node export.mjs 201912345K
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

const { API = 'http://127.0.0.1:4000', KEY } = process.env;
const [provider] = process.argv.slice(2);

async function ask(query, variables) {
  const response = await fetch(`${API}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

const START = `mutation ($input: ExportStartInput!) {
  exportStart(input: $input) {
    ... on ExportStartSuccess { dataExport { id } }
    ... on ActError { message remedy }
  }
}`;
const LOOK = `query ($id: ID!) {
  node(id: $id) { ... on DataExport { status rowsDone rowsTotal error remedy downloadUrl } }
}`;

const filter = { enrolments: { status: 'CONFIRMED' } };
const { exportStart } = await ask(START, { input: { provider, connection: 'ENROLMENTS', filter, format: 'CSV' } });
if (!exportStart.dataExport) throw new Error(`${exportStart.message} ${exportStart.remedy}`);

let file;
do {
  await pause(1000);
  file = (await ask(LOOK, exportStart.dataExport)).node;
  if (file.status === 'FAILED') throw new Error(`${file.error} ${file.remedy}`);
} while (file.status !== 'COMPLETED');

// The link begins with PUBLIC_URL; it is signed, so it needs no key.
const { pathname, search } = new URL(file.downloadUrl);
const download = await fetch(`${API}${pathname}${search}`);
if (!download.ok) throw new Error(await download.text());
await pipeline(Readable.fromWeb(download.body), createWriteStream('enrolments.csv'));
console.log(`enrolments.csv has ${file.rowsTotal} rows.`);
