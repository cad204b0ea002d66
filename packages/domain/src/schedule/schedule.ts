/** What a tick does while the run before it is still at work: nothing, or it waits its turn; one may wait. */
export const OVERLAP_POLICIES = ['skip', 'buffer_one'] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** Days of the week as schedules store them; 0 is Sunday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;
