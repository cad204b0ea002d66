import type { Principal } from '@rollcall/domain/permission/principal';
import type { Dependencies } from '../../dependencies.js';

/** What acts on webhooks are given. */
export type WebhookActDependencies = Pick<Dependencies, 'database' | 'newId' | 'settings'> & {
  /** The request's id, for the audit. */
  correlationId: string | null;
};

/** Who asks, and under which key of theirs. */
export interface WebhookAct {
  by: Principal;
  idempotencyKey?: string | null | undefined;
}

/** A webhook with its new secret; null where the same request was answered before: a secret is told once. */
export interface TellsSecret {
  webhookId: string;
  secret: string | null;
}
