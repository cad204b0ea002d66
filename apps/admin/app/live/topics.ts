/** What a page can be told of while it is open. */
export const TOPICS = ['course-runs', 'incidents', 'chain-runs'] as const;
export type Topic = (typeof TOPICS)[number] | `chain-run:${string}`;

export const isTopic = (text: string): text is Topic =>
  (TOPICS as readonly string[]).includes(text) || /^chain-run:[\w=+/-]{1,200}$/.test(text);

/** What the stream tells the page. Never data: the loader stays the truth. */
export type LiveMessage =
  | { kind: 'changed'; topic: Topic }
  /** The API cannot be followed at the moment; pages show what they had. */
  | { kind: 'lost' }
  /** It can again: whatever was missed is to be read. */
  | { kind: 'back' }
  /** The API refuses: the session has ended, or a right is gone. Reading the page again tells which. */
  | { kind: 'ended' };
