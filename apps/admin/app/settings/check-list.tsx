import { Checkbox } from '@mantine/core';
import styles from './check-list.module.css';
import { useTickedOf } from './use-ticked';

export interface Choice {
  value: string;
  label: string;
  description?: string;
}

/** Boxes of one name under a legend. */
export function CheckList({
  legend,
  name,
  choices,
  ticked,
}: {
  legend: string;
  name: string;
  choices: Choice[];
  ticked: string[];
}) {
  const typed = useTickedOf(name, ticked);
  return (
    <fieldset className={styles['group']}>
      <legend>{legend}</legend>
      {choices.map(({ value, label, description }) => (
        <Checkbox
          key={value}
          name={name}
          value={value}
          label={label}
          description={description}
          defaultChecked={typed.includes(value)}
        />
      ))}
    </fieldset>
  );
}
