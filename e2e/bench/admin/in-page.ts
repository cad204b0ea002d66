/** What a page notes of itself while it is measured; `observe` puts it there before any script of the page. */
export interface Notes {
  /** Milliseconds from the navigation to the largest paint so far, and what was painted then. */
  lcp: number;
  lcpElement: string;
  /** Milliseconds from the navigation to the frame that shows a table with rows; null while there is none. */
  rowsAt: number | null;
  /** Sum of all layout shifts. */
  cls: number;
  /** When something of the above happened last, or a file was loaded. */
  lastAt: number;
  /** From now on the next change of the table's rows is an answer to what somebody does. */
  awaitRows(): void;
  /** Settles when the changed rows are painted. */
  rows: Promise<Interaction>;
}

export interface Interaction {
  /** Milliseconds from the last input event to the frame that shows the new rows. */
  untilRows: number;
  /** The longest of its events, from the input to the next paint: what INP is made of; 0 below the browser's 16 ms. */
  eventTiming: number;
}

declare global {
  interface Window {
    notes: Notes;
  }
}

/**
 * Functions that are sent into a page are compiled with calls of `__name`, which pages do not have.
 * To be run in a page before anything else.
 */
export const COMPILER_HELPER = 'globalThis.__name = (value) => value;';

/** Runs in the page, before its own scripts. */
export function observe(): void {
  const notes: Notes = {
    lcp: 0,
    lcpElement: '',
    rowsAt: null,
    cls: 0,
    lastAt: 0,
    awaitRows,
    rows: Promise.reject(new Error('Nothing awaited.')),
  };
  notes.rows.catch(() => undefined);
  window.notes = notes;

  const page = {
    watch(type: string, note: (entry: PerformanceEntry) => void, options: object = {}): void {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) note(entry);
      }).observe({ type, buffered: true, ...options });
    },
    /** Not the text of every row: with thousands of them looking would take longer than what is measured. */
    print(): string {
      const rows = document.querySelectorAll('tbody tr');
      return [rows.length, ...[0, 1, 2, rows.length - 1].map((index) => rows[index]?.textContent)].join('|');
    },
    /** The beginning of the frame after the one that shows what the page is now. */
    afterPaint(): Promise<number> {
      return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    },
  };

  page.watch('largest-contentful-paint', (entry) => {
    const { element } = entry as PerformanceEntry & { element: Element | null };
    notes.lcp = entry.startTime;
    notes.lcpElement = element ? `${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim().slice(0, 40)}”` : '';
    notes.lastAt = performance.now();
  });
  page.watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) notes.cls += value;
    notes.lastAt = performance.now();
  });
  for (const type of ['resource', 'longtask']) page.watch(type, () => (notes.lastAt = performance.now()));

  const EVENT_TOLD_MS = 150;
  let armedAt = Number.POSITIVE_INFINITY;
  let longestEvent = 0;
  page.watch(
    'event',
    ({ startTime, duration }) => {
      if (startTime >= armedAt) longestEvent = Math.max(longestEvent, duration);
    },
    { durationThreshold: 16 },
  );

  const filled = new MutationObserver(async () => {
    if (!document.querySelector('tbody tr')) return;
    filled.disconnect();
    notes.rowsAt = await page.afterPaint();
  });
  filled.observe(document, { childList: true, subtree: true });

  function awaitRows(): void {
    const before = page.print();
    let input = 0;
    const note = (event: Event) => {
      if (event.isTrusted) input = event.timeStamp;
    };
    for (const type of ['click', 'input']) window.addEventListener(type, note, { capture: true });
    longestEvent = 0;
    armedAt = performance.now();
    notes.rows = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('The rows did not change within a minute.')), 60_000);
      const mutations = new MutationObserver(async () => {
        if (input === 0 || page.print() === before) return;
        mutations.disconnect();
        for (const type of ['click', 'input']) window.removeEventListener(type, note, { capture: true });
        const untilRows = (await page.afterPaint()) - input;
        // Event Timing tells of an event some time after the paint that follows it.
        await new Promise((told) => setTimeout(told, EVENT_TOLD_MS));
        resolve({ untilRows, eventTiming: longestEvent });
      });
      mutations.observe(document, { childList: true, characterData: true, subtree: true });
    });
    // Whoever awaits it is told; nobody else needs to be.
    notes.rows.catch(() => undefined);
  }
}
