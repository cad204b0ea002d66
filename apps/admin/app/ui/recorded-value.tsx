import { Text } from '@mantine/core';
import { formatDay } from './format-moment';
import { Moment } from './moment';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WORD = /^[a-z]+(_[a-z]+)+$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** A value as changes and the audit record it, in words. */
export function RecordedValue({ value }: { value: unknown }) {
  if (typeof value === 'string' && MOMENT.test(value)) return <Moment at={value} />;
  const text = valueText(value);
  return text === null ? (
    <Text span inherit c="dimmed">
      nothing
    </Text>
  ) : (
    <span>{text}</span>
  );
}

/** Null for what is empty. Objects as `Mei Tan, mei.tan@example.org`: their filled parts, names first. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') {
    if (DAY.test(value)) return formatDay(value);
    return WORD.test(value) ? value.replaceAll('_', ' ') : value;
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en-GB');
  if (typeof value !== 'object') return String(value);
  const [names, others] = [true, false].map((isName) => Object.entries(value).filter(([key]) => key.endsWith('name') === isName));
  const parts = [...(names ?? []), ...(others ?? [])].map(([, part]) => valueText(part)).filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
