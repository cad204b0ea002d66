import { vi } from 'vitest';

/** Waits until a check stops throwing, for what happens beside an answer. */
export const eventually = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 20 });
