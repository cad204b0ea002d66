import type { Engine } from '../../workflow/engine.js';
import { listProviders } from '../training-providers/find-provider.js';

const INSERT = `
  INSERT INTO scheduled_tasks (id, provider_id, name, task_chain, chain_order, cron, time_zone, overlap_policy, catch_up_hours, full_weekdays, decided_until)
  SELECT task.id, task."providerId", task.name, task."taskChain", task."chainOrder", task.cron, task."timeZone", task."overlapPolicy", task."catchUpHours",
    ARRAY(SELECT jsonb_array_elements_text(task."fullWeekdays")::int), to_timestamp($2 / 1000.0)
  FROM jsonb_to_recordset($1::jsonb) AS task (id uuid, "providerId" uuid, name text, "taskChain" text, "chainOrder" int, cron text, "timeZone" text,
    "overlapPolicy" text, "catchUpHours" int, "fullWeekdays" jsonb)
  ON CONFLICT DO NOTHING`;

/**
 * Gives every chain its rows in `scheduled_tasks`, for each provider where it has that scope: one that starts the chain, and
 * one per step (S4.14, S4.16, S2.5). Rows that are there keep what operators made of them. Run whenever a process starts.
 */
export async function ensureSchedules({ deps, chains }: Engine): Promise<void> {
  const providers = await listProviders(deps.database.pool);
  const rows = chains.all.flatMap((chain) => {
    const { declaration, schedule } = chain;
    const owners = declaration.scope === 'provider' ? providers : [null];
    return owners.flatMap((provider) => {
      const timeZone = schedule.timeZone === 'provider' ? (provider?.timeZone ?? 'UTC') : schedule.timeZone;
      const common = { providerId: provider?.id ?? null, taskChain: declaration.name, timeZone, ...policyOf(schedule) };
      const names = [declaration.name, ...declaration.steps.map((step) => step.name)];
      return names.map((name, chainOrder) => ({
        ...common,
        id: deps.newId(),
        name,
        chainOrder,
        cron: chainOrder === 0 ? schedule.cron : null,
      }));
    });
  });
  await deps.database.pool.query(INSERT, [JSON.stringify(rows), deps.now()]);
}

const policyOf = ({
  overlapPolicy,
  catchUpHours,
  fullWeekdays,
}: {
  overlapPolicy: string;
  catchUpHours: number;
  fullWeekdays: readonly number[];
}) => ({
  overlapPolicy,
  catchUpHours,
  fullWeekdays,
});
