import { expect } from '@playwright/test';
import { addProviderOf } from '../support/provider-of-simulator.js';
import { EXTERNAL_KEY, WITH_EXTERNAL_KEY } from '../support/settings.js';
import { test } from '../support/walk.js';

const PATH = '/api/external/upcoming-course-runs';
const headers = { 'x-api-key': EXTERNAL_KEY };

test('S0.3 a program with the key starts a sync over HTTP and follows it to its end; one at a time', async ({
  installation,
  request,
}) => {
  const ssg = await installation.simulator(['--seed', '3']);
  const settings = { ...ssg.settings, ...WITH_EXTERNAL_KEY };
  const system = installation.start(settings);
  await system.ready();
  const url = await system.url();
  expect((await request.post(url + PATH)).status()).toBe(401);
  expect((await request.post(url + PATH, { headers: { 'x-api-key': `${EXTERNAL_KEY}s` } })).status()).toBe(401);
  const wrongMethod = await request.get(url + PATH, { headers });
  expect(wrongMethod.status()).toBe(405);
  expect(wrongMethod.headers().allow).toBe('POST');
  const nobody = await request.post(url + PATH, { headers });
  expect(nobody.status()).toBe(409);
  expect(await nobody.json()).toMatchObject({ error: { code: 'NO_PROVIDER', remedy: expect.stringContaining('provider add') } });

  await addProviderOf(ssg, installation, settings);
  const { id } = await ssg.addFault({ operation: 'enrolments.search', fromCall: 3, effect: { kind: 'hold' } });

  const accepted = await request.post(url + PATH, { headers });
  expect(accepted.status()).toBe(202);
  const begun = (await accepted.json()) as { batchId: string; runId: string; statusUrl: string };
  expect(begun.runId).toMatch(/^upcoming_\d+$/);
  expect(accepted.headers().location).toBe(begun.statusUrl);
  await expect.poll(() => ssg.callsStruckBy(id)).toBeGreaterThan(0);

  expect((await request.get(url + begun.statusUrl)).status()).toBe(401);
  const running = await request.get(url + begun.statusUrl, { headers });
  expect(await running.json()).toMatchObject({ batchId: begun.batchId, status: 'running', completedAt: null });
  const refused = await request.post(url + PATH, { headers });
  expect(refused.status()).toBe(409);
  expect(await refused.json()).toMatchObject({
    error: { code: 'ALREADY_RUNNING' },
    batchId: begun.batchId,
    runId: begun.runId,
    statusUrl: begun.statusUrl,
  });

  await ssg.clearFaults();
  const statusNow = async () =>
    ((await (await request.get(url + begun.statusUrl, { headers })).json()) as { status: string }).status;
  await expect.poll(statusNow).toBe('completed');
  system.pressCtrlC();
  expect(await system.ended).toBe(0);
});

test('S0.3 Ctrl-C while a triggered sync waits for SSG: it stops at a safe point, and the next start goes on', async ({
  installation,
  request,
}) => {
  const ssg = await installation.simulator(['--seed', '3']);
  const settings = { ...ssg.settings, ...WITH_EXTERNAL_KEY };
  const system = installation.start(settings);
  await system.ready();
  await addProviderOf(ssg, installation, settings);
  const { id } = await ssg.addFault({ operation: 'enrolments.search', fromCall: 3, effect: { kind: 'hold' } });
  const accepted = await request.post((await system.url()) + PATH, { headers });
  const { runId } = (await accepted.json()) as { runId: string };
  await expect.poll(() => ssg.callsStruckBy(id)).toBeGreaterThan(0);

  system.pressCtrlC();
  expect(await system.ended).toBe(0);
  await ssg.clearFaults();
  const next = installation.start(settings);
  await next.ready();
  expect(next.stdout).toContain(`Going on with the sync ${runId}, which was interrupted`);
  expect(next.stdout).toMatch(/^completed /m);
  next.pressCtrlC();
  expect(await next.ended).toBe(0);
});

test('S0.3 without a configured key the trigger is switched off, whatever key is sent', async ({ installation, request }) => {
  const system = installation.start({ ROLLCALL_DEMO: '0' });
  await system.ready();
  const url = await system.url();
  for (const sent of [{}, { 'x-api-key': '' }, headers]) {
    const answer = await request.post(url + PATH, { headers: sent });
    expect(answer.status()).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { remedy: expect.stringContaining('EXTERNAL_API_KEY_FOR_CLAWDBOT') } });
  }
  system.signal('SIGTERM');
  expect(await system.ended).toBe(0);
});
