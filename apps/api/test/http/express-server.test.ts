import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { createExpressServer } from '../../src/http/express-server.js';

test('requests and responses are born as Express would make them, and are still Node’s and Express’s', async () => {
  const app = express();
  app.get('/hello', (request, response) => {
    response.status(201).json({ path: request.path, query: request.query, app: request.app === app && response.app === app });
  });
  const server = createExpressServer({}, app);
  const born: boolean[] = [];
  server.prependListener('request', (request, response) => {
    born.push(Object.getPrototypeOf(request) === app.request, Object.getPrototypeOf(response) === app.response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hello?a=1`);
  expect(born).toEqual([true, true]);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ path: '/hello', query: { a: '1' }, app: true });
});
