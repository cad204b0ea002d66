import type { Metrics } from '../../metrics.js';
import type { SyncProgress } from './sync-input.js';

/** Counts calls and finished units of one batch, and predicts when it ends. */
export class ProgressMeter {
  #phase: SyncProgress['phase'] = 'discovery';
  #done = 0;
  #total: number | null = null;
  #callsMade: number;
  #callsAhead: number | null = null;
  readonly #startedAt: number;
  readonly #callsBefore: number;

  /** `callsMade` is what an interrupted batch had made before; it counts, but not towards the pace of this process. */
  constructor(
    private readonly parts: {
      callsMade: number;
      rateLimitMs: number;
      now: () => number;
      metrics: Metrics;
      onProgress?: ((progress: SyncProgress) => void) | undefined;
    },
  ) {
    this.#callsMade = parts.callsMade;
    this.#callsBefore = parts.callsMade;
    this.#startedAt = parts.now();
  }

  get calls(): { made: number; predicted: number | null } {
    return {
      made: this.#callsMade,
      predicted: this.#callsAhead === null ? null : this.#callsMade + Math.max(0, this.#callsAhead),
    };
  }

  /** Begins a phase of `total` units that are expected to need `callsAhead` calls, later phases included. */
  begin(phase: SyncProgress['phase'], total: number | null, callsAhead: number | null): void {
    this.#phase = phase;
    this.#done = 0;
    this.#total = total;
    this.#callsAhead = callsAhead;
    this.#tell();
  }

  called(): void {
    this.#callsMade++;
    if (this.#callsAhead !== null) this.#callsAhead--;
    this.#tell();
  }

  finishedOne(): void {
    this.#done++;
    this.#tell();
  }

  wrote(changes: readonly { entity: string; action: string }[]): void {
    for (const { entity, action } of changes) this.parts.metrics.syncChanges.inc({ entity, action });
  }

  #tell(): void {
    const { made, predicted } = this.calls;
    this.parts.onProgress?.({
      phase: this.#phase,
      done: this.#done,
      total: this.#total,
      callsMade: made,
      callsPredicted: predicted,
      predictedFinishAt: this.#predictedFinish(),
    });
  }

  /** From the pace so far, but never faster than the rate limit lets calls out (S0.34). */
  #predictedFinish(): number | null {
    const { now, rateLimitMs } = this.parts;
    const madeHere = this.#callsMade - this.#callsBefore;
    if (this.#callsAhead === null || madeHere === 0) return null;
    const pace = Math.max((now() - this.#startedAt) / madeHere, rateLimitMs);
    return Math.round(now() + Math.max(0, this.#callsAhead) * pace);
  }
}
