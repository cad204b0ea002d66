import { ActionIcon } from '@mantine/core';
import { Form } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useProvider } from '~/shell/provider';
import { movedOrder, orderText } from './trainer-order';
import styles from './trainers-section.module.css';

interface Movable {
  trainerId: string;
  name: string;
}

/** Buttons that move somebody up or down among those linked to a run; each is a form of its own. */
export function MoveTrainer({
  run: { ssgRunId, version, runTrainers },
  trainer,
  orderKey,
}: {
  run: { ssgRunId: string; version: number; runTrainers: Movable[] };
  trainer: Movable;
  orderKey: string;
}) {
  const { links } = useProvider();
  const ids = runTrainers.map(({ trainerId }) => trainerId);
  const index = runTrainers.indexOf(trainer);
  return (
    <span className={styles['move']}>
      {([-1, 1] as const).map((by) => {
        const order = movedOrder(ids, index, by);
        const title = `Move ${trainer.name} ${by < 0 ? 'up' : 'down'}`;
        return (
          <Form key={by} method="post" action={links.reorderTrainers(ssgRunId)} preventScrollReset>
            <input type="hidden" name="trainerIds" value={orderText(order ?? ids)} />
            <input type="hidden" name="before" value={orderText(ids)} />
            <input type="hidden" name="expectedVersion" value={version} />
            <input type="hidden" name="idempotencyKey" value={`${orderKey}-${index}-${by}`} />
            <ActionIcon type="submit" variant="default" size="sm" disabled={order === null} aria-label={title} title={title}>
              {by < 0 ? <ArrowUp size={14} aria-hidden /> : <ArrowDown size={14} aria-hidden />}
            </ActionIcon>
          </Form>
        );
      })}
    </span>
  );
}
