/** Wakes those who wait for something to happen. */
export class Bell {
  private readonly waiting = new Set<() => void>();

  ring(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }

  /** Resolves at the next ring. */
  rung(): Promise<void> {
    return new Promise((resolve) => this.waiting.add(resolve));
  }
}
