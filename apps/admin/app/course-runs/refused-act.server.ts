import { type ActFault, refused } from '~/api/act.server';
import type { Ask } from '~/api/ask.server';
import { recentChanges } from '~/api/recent-changes.server';

/** A refused form; where somebody was faster, with what they did to the row. */
export const refusedAct = async (ask: Ask, entityId: string, fault: ActFault, form: FormData) =>
  refused(fault, form, fault.code === 'STALE_VERSION' ? await recentChanges(ask, entityId) : []);

/** A form whose choice is none of those that were offered. */
export const invalidChoice = (field: string, what: string, form: FormData) =>
  refused(
    {
      code: 'INVALID_INPUT',
      message: `No ${what} was chosen.`,
      remedy: `Choose a ${what}, then send the form again.`,
      path: ['input', field],
    },
    form,
  );
