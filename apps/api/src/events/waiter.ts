/** One who waits for news. A wake that comes while nobody waits is kept, so that it is never missed. */
export class Waiter {
  private resolve: (() => void) | null = null;
  private woken = false;

  wake(): void {
    if (!this.resolve) {
      this.woken = true;
      return;
    }
    this.resolve();
    this.resolve = null;
  }

  wait(): Promise<void> {
    if (this.woken) {
      this.woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.resolve = resolve;
    });
  }
}
