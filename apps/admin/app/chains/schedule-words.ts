/** How a chain reads its sources, in a word. */
export const MODE_WORDS = { FULL: 'Full', INCREMENTAL: 'Incremental' } as const;

/** What a tick does while the run before it is still at work. */
export const POLICY_WORDS = { SKIP: 'the tick is skipped', BUFFER_ONE: 'one tick waits' } as const;
