/** Shared with processes that tests start, which cannot import vitest. */
export const TODAY = '2026-03-02';
/** An invented key, base64 of 32 bytes. */
export const KEY = Buffer.alloc(32, 9).toString('base64');
