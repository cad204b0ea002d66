import type { Principal } from '@rollcall/domain/permission/principal';
import { runAct } from '../../acts/run-act.js';
import { recordAudit } from '../audit/record-audit.js';
import { auditedView, type SavedViewDependencies, type SavedViewId, takeSavedView } from './take-saved-view.js';

export interface RemoveView {
  by: Principal;
  /** Row id; null for what can be no view's id. */
  savedViewId: string | null;
  idempotencyKey?: string | null | undefined;
}

/** Removes a view, the audit of which stays. Throws `ActRefusal`. */
export function removeView(deps: SavedViewDependencies, { by, savedViewId, idempotencyKey }: RemoveView): Promise<SavedViewId> {
  return runAct<SavedViewId>(
    deps,
    { by, act: 'savedViewRemove', input: { savedViewId }, idempotencyKey },
    async (transaction) => {
      const view = await takeSavedView(transaction, by, savedViewId);
      await transaction.query('DELETE FROM saved_view WHERE id = $1', [view.id]);
      await recordAudit(transaction, {
        providerId: view.providerId,
        by,
        action: 'saved_view.remove',
        entityType: 'saved_view',
        entityId: view.id,
        before: auditedView(view),
        correlationId: deps.correlationId,
      });
      return { savedViewId: view.id };
    },
  );
}
