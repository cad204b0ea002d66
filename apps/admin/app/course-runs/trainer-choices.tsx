import { ToneBadge } from '~/ui/tone-badge';
import type { TrainerChoice } from './find-trainers.server';
import styles from './trainer-choices.module.css';

/** Trainers to choose one of, by plain radio buttons. */
export function TrainerChoices({
  choices,
  chosenId,
  total,
  text,
}: {
  choices: TrainerChoice[];
  chosenId: string;
  total: number;
  text: string;
}) {
  return (
    <fieldset className={styles['choices']}>
      <legend>Trainer</legend>
      {choices.length === 0 && (
        <p>No active trainer’s name or address holds “{text}”. Try fewer letters, or the address below.</p>
      )}
      {choices.map(({ id, name, email, load, free, here }) => (
        <label key={id}>
          <input type="radio" name="trainerId" value={id} defaultChecked={id === chosenId} />
          <span className={styles['who']}>
            <span>{name}</span>
            <small>{email}</small>
          </span>
          <span className={styles['load']}>
            {load.upcomingRuns === 1 ? '1 run' : `${load.upcomingRuns} runs`},{' '}
            {load.daysTaught === 1 ? '1 day' : `${load.daysTaught} days`} in 30
          </span>
          <span>
            <Freeness free={free} here={here} />
          </span>
        </label>
      ))}
      {total > choices.length && <p>{total - choices.length} more: type part of a name above.</p>}
    </fieldset>
  );
}

function Freeness({ free, here = false }: Pick<TrainerChoice, 'free' | 'here'>) {
  if (here) return <ToneBadge tone="accent">In this run</ToneBadge>;
  if (free === null) return null;
  return free ? <ToneBadge tone="good">Free</ToneBadge> : <ToneBadge tone="warn">Teaches then</ToneBadge>;
}
