import { newActKey } from '~/api/act-key.server';
import type { ActRequest } from '~/api/page.server';
import { redirectWithToast } from '~/shell/toast.server';
import { warningNotes } from './warning-notes';

interface SetWord {
  ssgRunId: string;
  /** What the class is now, as people say it. */
  word: string;
  done: { changed: boolean; warnings: Parameters<typeof warningNotes>[0] };
  /** The form that sets it back; null where nothing was set before. */
  undo: { action: string; fields: Record<string, string> } | null;
}

/** Back to the run whose class was given a word, with the way back from it. */
export function classWasSet({ context, links }: ActRequest, { ssgRunId, word, done, undo }: SetWord) {
  const to = links.courseRun(ssgRunId);
  if (!done.changed) return redirectWithToast(context, to, { message: `Run ${ssgRunId} is ${word} already.` });
  return redirectWithToast(context, to, {
    message: `Run ${ssgRunId} is ${word} now.`,
    notes: warningNotes(done.warnings),
    ...(undo && {
      undo: { label: 'Undo', action: undo.action, fields: { ...undo.fields, idempotencyKey: newActKey() } },
    }),
  });
}
