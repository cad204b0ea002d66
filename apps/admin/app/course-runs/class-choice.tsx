import { Radio, Stack } from '@mantine/core';
import { useFieldFault, useTyped } from '~/ui/act-form';
import { statusOptions } from '~/words/status-words';

interface ClassChoiceProps {
  /** The field, and whose words are offered. */
  name: 'classStatus' | 'classType';
  /** Null where none was set yet. */
  current: string | null;
  /** What follows from each word. */
  consequences: Readonly<Record<string, string>>;
}

/** The words that a class can have, with what follows from each. */
export function ClassChoice({ name, current, consequences }: ClassChoiceProps) {
  const chosen = useTyped(name, current ?? '');
  const fault = useFieldFault(name);
  return (
    <Radio.Group name={name} label="The class is" defaultValue={chosen} error={fault}>
      <Stack gap="sm" mt="xs">
        {statusOptions(name).map(({ value, label }) => (
          <Radio
            key={value}
            value={value}
            required
            label={value === current ? `${label} (as it is)` : label}
            description={consequences[value]}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
