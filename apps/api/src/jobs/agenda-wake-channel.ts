import { BaseNotificationChannel, type JobNotification, type NotificationChannelState, toJobId } from 'agenda';

/**
 * Makes a worker look for a job before its next scan. Used by itself it reaches the workers of this process. Each wake asks
 * the store, so those that come while one is under way become one.
 */
export class WakeChannel extends BaseNotificationChannel {
  readonly #underWay = new Set<string>();
  readonly #next = new Map<string, JobNotification>();

  /** Agenda publishes through a connected channel only, and a process that sends does not have to listen. */
  override get state(): NotificationChannelState {
    return 'connected';
  }

  async connect(): Promise<void> {}

  async disconnect(): Promise<void> {
    this.handlers.clear();
  }

  async publish(notification: JobNotification): Promise<void> {
    this.wake(notification);
  }

  /** Whatever job of the name is due. */
  lookFor(jobName: string): void {
    this.wake({ jobId: toJobId(''), jobName, nextRunAt: null, priority: 0, timestamp: new Date() });
  }

  protected wake(notification: JobNotification): void {
    const { jobName } = notification;
    if (this.#underWay.has(jobName)) {
      // Two may be due at different times: without a time the worker looks for whatever is due.
      this.#next.set(jobName, { ...notification, nextRunAt: null });
      return;
    }
    this.#underWay.add(jobName);
    void this.#wakeOneByOne(notification);
  }

  async #wakeOneByOne(first: JobNotification): Promise<void> {
    const { jobName } = first;
    for (let next: JobNotification | undefined = first; next; next = this.#next.get(jobName)) {
      this.#next.delete(jobName);
      await this.notifyHandlers(next);
    }
    this.#underWay.delete(jobName);
  }
}
