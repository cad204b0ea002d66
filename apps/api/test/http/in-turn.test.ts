import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTurn } from '../../src/http/in-turn.js';

/** A server whose handlers note that they were asked, the second of them as it is told. */
const told: string[] = [];
let second: 'goes on' | 'refuses' | 'throws' = 'goes on';
const app = express();
app.use(
  inTurn(
    (_request, _response, next) => {
      told.push('first');
      next();
    },
    (_request, _response, next) => {
      told.push('second');
      if (second === 'throws') throw new Error('thrown');
      next(second === 'refuses' ? new Error('refused') : undefined);
    },
    (_request, _response, next) => {
      told.push('third');
      next();
    },
  ),
);
app.use(inTurn());
app.use((_request, response) => void response.send('answered'));
app.use(((error: Error, _request, response, _next) => response.status(500).send(error.message)) as express.ErrorRequestHandler);
let url = '';
let server: ReturnType<typeof app.listen>;
beforeAll(async () => {
  await new Promise<void>((resolve) => (server = app.listen(0, '127.0.0.1', () => resolve())));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  ['goes on', 200, 'answered', ['first', 'second', 'third']],
  ['refuses', 500, 'refused', ['first', 'second']],
  ['throws', 500, 'thrown', ['first', 'second']],
] as const)('a handler that %s', async (what, status, text, asked) => {
  told.length = 0;
  second = what;
  const answer = await fetch(url);
  expect([answer.status, await answer.text(), told]).toEqual([status, text, asked]);
});
