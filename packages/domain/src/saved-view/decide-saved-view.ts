import { can } from '../permission/can.js';
import type { Principal } from '../permission/principal.js';

/** A saved view as a decision needs it. */
export interface ViewToChange {
  providerId: string;
  /** Row id of the user. */
  ownerId: string;
  shared: boolean;
}

/** Whether somebody is the owner of a view: only people own any. */
export const ownsView = ({ kind, id }: Principal, view: Pick<ViewToChange, 'ownerId'>): boolean =>
  kind === 'user' && id === view.ownerId;

/** Whether somebody sees a view: their own, and what is shared, at providers that they may read. */
export const seesView = (by: Principal, view: ViewToChange): boolean =>
  (view.shared || ownsView(by, view)) && can(by, 'training_provider.read', view).allowed;

export type ViewVerdict = { allowed: true } | { allowed: false; because: 'hidden' | 'not_theirs'; reason: string };

/**
 * Whether somebody may change or remove a view: its owner; and of a shared one whoever may share, so that what a colleague left
 * behind can be put in order. Somebody else's own view does not exist for others.
 */
export function decideViewChange(by: Principal, view: ViewToChange): ViewVerdict {
  if (!seesView(by, view)) return { allowed: false, because: 'hidden', reason: 'There is no such view for them.' };
  if (ownsView(by, view) || can(by, 'saved_view.share', view).allowed) return { allowed: true };
  return { allowed: false, because: 'not_theirs', reason: 'Somebody else shares this view.' };
}
