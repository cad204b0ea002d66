import { type StatusKind, type StatusOf, statusWord } from '~/words/status-words';
import { ToneBadge } from './tone-badge';

/** A status in its word and colour. The colour repeats what the word says; it never says it alone. */
export function StatusBadge<Kind extends StatusKind>({ kind, value }: { kind: Kind; value: StatusOf<Kind> | null | undefined }) {
  if (!value) return null;
  const { label, tone } = statusWord(kind, value);
  return <ToneBadge tone={tone}>{label}</ToneBadge>;
}
