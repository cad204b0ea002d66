import { Checkbox, Group } from '@mantine/core';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];

/** On which weekdays everything is read; on the others what changed. */
export function FullWeekdaysField({ weekdays }: { weekdays: number[] }) {
  return (
    <Checkbox.Group
      label="Days on which it reads everything"
      description="On the others it reads what changed since the last success. The weekday is the time zone’s."
      defaultValue={weekdays.map(String)}
    >
      {/* Tells a form without any tick from a form without these boxes. */}
      <input type="hidden" name="weekdaysShown" value="1" />
      <Group gap="sm" mt="xs">
        {FROM_MONDAY.map((day) => (
          <Checkbox key={day} name="fullWeekday" value={String(day)} label={WEEKDAYS[day]} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}
