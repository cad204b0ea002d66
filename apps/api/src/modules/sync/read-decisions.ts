import { z } from 'zod';

/** A skip or a notice as a log line keeps it. */
export interface Decision {
  kind: 'skip' | 'notice' | 'trainer_notice';
  /** SSG run id or reference number. */
  key: string;
  rule: string;
  reason: string;
}

const Notice = z.object({ key: z.string(), rule: z.string(), message: z.string() });

/** What `log-line.ts` writes into `decisions`. */
const Decisions = z.object({
  skips: z.array(z.object({ key: z.string(), rule: z.string(), reason: z.string() })).default([]),
  notices: z.array(Notice).default([]),
  trainers: z.array(Notice).default([]),
});

/** The decisions of a log line in the order they were made; none where the run was not processed. Throws for any other shape. */
export function readDecisions(stored: unknown): Decision[] {
  if (stored === null) return [];
  const { skips, notices, trainers } = Decisions.parse(stored);
  return [
    ...skips.map(({ key, rule, reason }) => ({ kind: 'skip' as const, key, rule, reason })),
    ...notices.map(({ key, rule, message }) => ({ kind: 'notice' as const, key, rule, reason: message })),
    ...trainers.map(({ key, rule, message }) => ({ kind: 'trainer_notice' as const, key, rule, reason: message })),
  ];
}
