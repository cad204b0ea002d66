import { Radio } from '@mantine/core';
import { useFieldFault, useTyped } from '~/ui/act-form';
import styles from './resolve-review.module.css';

interface Person {
  id: string;
  name: string;
  identifierMasked: string | null;
  email: string | null;
}

interface LearnerChoiceProps {
  candidates: Person[];
  others: Person[];
  /** Ids of those who are in the run already. */
  inRun: string[];
  chosen: string | null;
}

/** The candidates, and whoever else was found by name. */
export function LearnerChoice({ candidates, others, inRun, chosen }: LearnerChoiceProps) {
  const typed = useTyped('learnerId', chosen ?? '');
  const fault = useFieldFault('learnerId');
  const radio = ({ id, name, identifierMasked, email }: Person) => (
    <Radio
      key={id}
      name="learnerId"
      value={id}
      required
      label={name}
      description={[identifierMasked ?? 'no identifier', email, inRun.includes(id) && 'in the run already']
        .filter(Boolean)
        .join(', ')}
      defaultChecked={typed === id}
    />
  );
  return (
    <fieldset className={styles['choice']}>
      <legend>It is</legend>
      {candidates.map(radio)}
      {candidates.length > 0 && others.length > 0 && <h3>Found by name</h3>}
      {others.map(radio)}
      {candidates.length + others.length === 0 && <p className={styles['quiet']}>Find somebody by name first.</p>}
      {fault && <p className={styles['fault']}>{fault}</p>}
    </fieldset>
  );
}
