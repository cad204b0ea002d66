import { afterEach, expect, test } from 'vitest';
import { loadChains } from '../../src/chains/registry.js';
import { decideDueTicks } from '../../src/modules/schedules/decide-due-ticks.js';
import { ensureSchedules } from '../../src/modules/schedules/ensure-schedules.js';
import { type ChainWorld, createChainWorld, done } from '../support/chain-world.js';

let world: ChainWorld;
afterEach(() => world.close());

/** The real chains with steps that have nothing to do: this test is about when, not what. */
const QUIET_CHAINS = loadChains().all.map((chain) => ({
  ...chain,
  handlers: Object.fromEntries(chain.declaration.steps.map(({ name }) => [name, async () => done])),
  checks: Object.fromEntries(
    chain.declaration.steps.flatMap((step) => step.prerequisites.map(({ name }) => [name, async () => true])),
  ),
  onEnd: async () => {},
}));

/** Monday 2 to Sunday 8 March 2026, a provider in Singapore and one in Auckland: UTC, Singapore, chain, provider, mode. */
const WEEK = `
Mon 16:00 UTC  Tue 00:00 SGT  class_activation  Auckland   full
Mon 18:00 UTC  Tue 02:00 SGT  tgs_daily         Auckland   incremental
Mon 18:00 UTC  Tue 02:00 SGT  tgs_daily         Singapore  incremental
Mon 21:00 UTC  Tue 05:00 SGT  class_activation  Singapore  full
Tue 16:00 UTC  Wed 00:00 SGT  class_activation  Auckland   full
Tue 18:00 UTC  Wed 02:00 SGT  tgs_daily         Auckland   incremental
Tue 18:00 UTC  Wed 02:00 SGT  tgs_daily         Singapore  incremental
Tue 21:00 UTC  Wed 05:00 SGT  class_activation  Singapore  full
Wed 16:00 UTC  Thu 00:00 SGT  class_activation  Auckland   full
Wed 18:00 UTC  Thu 02:00 SGT  tgs_daily         Auckland   incremental
Wed 18:00 UTC  Thu 02:00 SGT  tgs_daily         Singapore  incremental
Wed 21:00 UTC  Thu 05:00 SGT  class_activation  Singapore  full
Thu 16:00 UTC  Fri 00:00 SGT  class_activation  Auckland   full
Thu 18:00 UTC  Fri 02:00 SGT  tgs_daily         Auckland   incremental
Thu 18:00 UTC  Fri 02:00 SGT  tgs_daily         Singapore  incremental
Thu 21:00 UTC  Fri 05:00 SGT  class_activation  Singapore  full
Fri 16:00 UTC  Sat 00:00 SGT  class_activation  Auckland   full
Fri 18:00 UTC  Sat 02:00 SGT  tgs_daily         Auckland   incremental
Fri 18:00 UTC  Sat 02:00 SGT  tgs_daily         Singapore  incremental
Fri 21:00 UTC  Sat 05:00 SGT  class_activation  Singapore  full
Sat 16:00 UTC  Sun 00:00 SGT  class_activation  Auckland   full
Sat 18:00 UTC  Sun 02:00 SGT  tgs_daily         Auckland   full
Sat 18:00 UTC  Sun 02:00 SGT  tgs_daily         Singapore  full
Sat 21:00 UTC  Sun 05:00 SGT  class_activation  Singapore  full
Sun 04:00 UTC  Sun 12:00 SGT  cleanup           all        full
Sun 16:00 UTC  Mon 00:00 SGT  class_activation  Auckland   full
Sun 18:00 UTC  Mon 02:00 SGT  tgs_daily         Auckland   incremental
Sun 18:00 UTC  Mon 02:00 SGT  tgs_daily         Singapore  incremental
Sun 21:00 UTC  Mon 05:00 SGT  class_activation  Singapore  full
`.trim();

test('X3 a week of all schedules, minute by quarter, in UTC and in Singapore, is the written table', async () => {
  world = await createChainWorld(QUIET_CHAINS);
  await world.rows(`UPDATE training_provider SET name = 'Singapore'`);
  await world.rows(
    `INSERT INTO training_provider (id, uen, code, name, time_zone) VALUES (gen_random_uuid(), '201888888K', '201888888K-01', 'Auckland', 'Pacific/Auckland')`,
  );
  await ensureSchedules(world.engine);
  for (let quarter = 0; quarter < 7 * 24 * 4; quarter++) {
    world.clock.now += 15 * 60 * 1000;
    if ((await decideDueTicks(world.engine)) > 0) await world.drive();
  }
  const rows = await world.rows(`
    SELECT to_char(due_at AT TIME ZONE 'UTC', 'Dy HH24:MI') AS utc, to_char(due_at AT TIME ZONE 'Asia/Singapore', 'Dy HH24:MI') AS sgt,
      chain_name, coalesce(provider.name, 'all') AS provider, mode, status
    FROM task_chain_logs AS run LEFT JOIN training_provider AS provider ON provider.id = run.provider_id
    ORDER BY due_at, chain_name, provider.name`);
  expect(rows.every(({ status }) => status === 'completed')).toBe(true);
  const table = rows.map(
    ({ utc, sgt, chain_name, provider, mode }) =>
      `${utc} UTC  ${sgt} SGT  ${String(chain_name).padEnd(16)}  ${String(provider).padEnd(9)}  ${mode}`,
  );
  expect(table.join('\n')).toBe(WEEK);
});
