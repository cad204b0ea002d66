import { can } from '@rollcall/domain/permission/can';
import type { Principal } from '@rollcall/domain/permission/principal';
import { EXPORT_READS, type ExportConnection } from './export-kinds.js';
import { ExportRefusedError } from './export-refused.js';

/**
 * Throws `ExportRefusedError` unless who asked for a file may still write it and see its rows.
 * @param by as they are now; null: nobody any more
 */
export function requireStillMay(by: Principal | null, providerId: string, connection: ExportConnection): Principal {
  if (by === null)
    throw new ExportRefusedError('Who asked for the file has no access any more.', 'Ask for it again as somebody who has.');
  const actions = ['export.start', EXPORT_READS[connection]] as const;
  if (actions.every((action) => can(by, action, { providerId }).allowed)) return by;
  throw new ExportRefusedError(
    'Who asked for the file may not have it any more: what they may do has changed since.',
    'Ask an admin of the provider for a role that may export this, and ask for the file again.',
  );
}
