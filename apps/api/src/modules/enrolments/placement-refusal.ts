import type { PlacementRefusal } from '@rollcall/domain/enrolment/admin-act';
import { ActRefusal } from '../../acts/act-refusal.js';

/** What the domain refuses, as the act's expected failure. */
export const placementRefusal = ({ about, message, remedy }: PlacementRefusal): ActRefusal =>
  new ActRefusal({
    code: 'REFUSED',
    message,
    remedy,
    path: ['input', about === 'course_run' ? 'courseRunId' : 'enrolmentId'],
  });
