import { NativeSelect, Radio, TextInput } from '@mantine/core';
import { useFieldFault, useTyped } from '~/ui/act-form';
import type { FoundTrainer } from './assign-trainers.server';
import styles from './bulk.module.css';

/** One of the trainers who were found, or somebody by e-mail address, which wins where both are given. */
export function TrainerChoice({ trainers, more, find }: { trainers: FoundTrainer[]; more: number; find: string }) {
  const chosen = useTyped('trainerId');
  const email = useTyped('email');
  const role = useTyped('role', 'TRAINER');
  const emailFault = useFieldFault('email');
  const trainerFault = useFieldFault('trainerId');
  return (
    <>
      <fieldset className={styles['trainers']}>
        <legend>Trainer</legend>
        {trainers.length === 0 && <p>Nobody active is called “{find}”. Try fewer letters, or give an e-mail address.</p>}
        {trainers.map(({ id, name, email: address, load }) => (
          <Radio
            key={id}
            name="trainerId"
            value={id}
            defaultChecked={id === chosen}
            label={name}
            description={`${address} · ${busyWords(load)}`}
          />
        ))}
        {more > 0 && <p>{more} more: find them by name.</p>}
      </fieldset>
      <div className={styles['pair']}>
        <TextInput
          type="email"
          name="email"
          label="Or by e-mail address"
          placeholder="name@example.org"
          defaultValue={email}
          error={emailFault ?? trainerFault}
        />
        <NativeSelect
          name="role"
          label="What they do"
          data={[
            { value: 'TRAINER', label: 'Teach' },
            { value: 'ASSESSOR', label: 'Assess only' },
          ]}
          defaultValue={role}
        />
      </div>
    </>
  );
}

/** `6 of the next 30 days taught`. */
export const busyWords = ({ days, daysTaught }: { days: number; daysTaught: number }): string =>
  daysTaught === 0 ? `free for ${days} days` : `teaches on ${daysTaught} of the next ${days} days`;
