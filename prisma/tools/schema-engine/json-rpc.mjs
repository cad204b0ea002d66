import { createInterface } from 'node:readline';
import { writeLog } from './log.mjs';
import { messageOf } from './wasm-engine.mjs';

/** Methods that the WebAssembly engine calls by another name than the native one. */
const renamed = { getDatabaseVersion: 'version' };

/** Answers requests from stdin one after the other, in order, with an engine that is made at the first; exits when stdin closes. */
export function serveRequests(makeEngine) {
  let engine;
  const answer = async (request) => {
    try {
      // `cli create-database` has made it already, the native engine only repeats the name
      if (request.method === 'createDatabase') return reply(request.id, { databaseName: '' });
      engine ??= await makeEngine();
      const result = await engine[renamed[request.method] ?? request.method](request.params);
      // The native engine prints a diff through its client and keeps only the exit code in the answer.
      if (request.method === 'diff' && typeof result?.stdout === 'string') {
        send({ id: 0, method: 'print', params: { content: result.stdout } });
      }
      reply(request.id, result ?? null);
    } catch (error) {
      if (process.env.DEBUG) writeLog('INFO', String(error?.stack));
      refuse(request.id, error);
    }
  };
  let queue = Promise.resolve();
  createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
    .on('line', (line) => {
      const message = JSON.parse(line);
      // Without a method it is the CLI's answer to our `print`.
      if (message.method) queue = queue.then(() => answer(message));
    })
    .on('close', () => queue.then(() => process.exit(0)));
}

function reply(id, result) {
  send({ id, result });
}

function refuse(id, error) {
  const message = messageOf(error);
  const errorCode = error?.code ?? /P\d{4}/.exec(message)?.[0];
  const data = { is_panic: false, message, error_code: errorCode, meta: error?.meta };
  send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
