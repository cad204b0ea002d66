import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { digestStep } from '../../../src/chains/digest-step.js';
import { LeaseLostError, type StepResult } from '../../../src/workflow/step-handler.js';
import { type AttentionWorld, createAttentionWorld, TODAY } from '../../modules/attention/attention-world.js';
import { startTestChain } from '../../support/step-context.js';

let world: AttentionWorld;
beforeAll(async () => {
  world = await createAttentionWorld({ ALERT_EMAILS: 'ops@example.org,duty@example.org' });
});
afterEach(async () => {
  await world.reset();
  await world.rows(`UPDATE training_provider SET alert_emails = '{}'`);
});
afterAll(() => world.close());

const chain = (options: { dryRun?: boolean } = {}) =>
  startTestChain(world.deps, { providerId: world.provider.id, today: TODAY, ...options });

const outbox = () =>
  world.rows(
    'SELECT recipient, channel, kind, status, subject, body, provider_id, chain_log_id FROM alert_delivery ORDER BY recipient',
  );

const completed = (result: StepResult) => {
  if (result.kind !== 'completed') throw new Error('The digest asks for nobody’s approval.');
  return result;
};

test('one e-mail to each of the installation’s addresses, in the outbox, with the chain run it came from', async () => {
  await world.addRun('850001', { assigned: false });
  const nightly = await chain();
  const { counts, message } = completed(await nightly.work('digest', digestStep));
  expect(counts).toEqual({ run_without_trainer: 1, queued: 2 });
  expect(message).toBe('Invented Academy: 1 thing needs attention, 2026-03-02.');
  const rows = await outbox();
  expect(rows.map(({ recipient }) => recipient)).toEqual(['duty@example.org', 'ops@example.org']);
  expect(rows[0]).toMatchObject({
    channel: 'email',
    kind: 'digest',
    status: 'pending',
    provider_id: world.provider.id,
    chain_log_id: nightly.run.id,
    subject: 'Invented Academy: 1 thing needs attention, 2026-03-02',
  });
  expect(rows[0]?.body).toContain('1 class of the next 7 days has no trainer\n  850001 (TGS-2099000001): begins on 2026-03-04\n');
});

test('a provider’s own addresses come before the installation’s', async () => {
  await world.rows(`UPDATE training_provider SET alert_emails = '{academy@example.org}'`);
  await (await chain()).work('digest', digestStep);
  expect(await outbox()).toMatchObject([
    { recipient: 'academy@example.org', body: expect.stringContaining('Nothing needs attention.') },
  ]);
});

test('bug 54 a step that runs twice in its chain run writes to nobody twice, and to a new address once', async () => {
  const nightly = await chain();
  await nightly.work('digest', digestStep);
  expect(completed(await nightly.work('digest', digestStep)).counts).toEqual({ queued: 0 });
  await world.rows(`UPDATE training_provider SET alert_emails = '{ops@example.org,new@example.org}'`);
  expect(completed(await nightly.work('digest', digestStep)).counts).toEqual({ queued: 1 });
  expect((await outbox()).map(({ recipient }) => recipient)).toEqual(['duty@example.org', 'new@example.org', 'ops@example.org']);
});

test('the next night’s chain run sends its own', async () => {
  const first = await chain();
  await first.work('digest', digestStep);
  await first.end('completed');
  await (await chain()).work('digest', digestStep);
  expect(await outbox()).toHaveLength(4);
});

test('habit 28 a worker that lost the step queues nothing', async () => {
  const nightly = await chain();
  const lost = await nightly.claim('digest');
  const result = await digestStep(lost);
  await nightly.claim('digest');
  await expect(nightly.settle(lost, result)).rejects.toThrow(LeaseLostError);
  expect(await outbox()).toEqual([]);
});

test('a dry run writes no message', async () => {
  const { message } = completed(await (await chain({ dryRun: true })).work('digest', digestStep));
  expect(message).toBe('Dry run, not sent: Invented Academy: nothing needs attention, 2026-03-02.');
  expect(await outbox()).toEqual([]);
});
