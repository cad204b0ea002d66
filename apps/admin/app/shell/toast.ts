/** One sentence about what was just done, and the way back where there is one. */
export interface Toast {
  id: string;
  message: string;
  tone: 'good' | 'warn';
  /** What else one must know: the API's warnings. */
  notes?: string[];
  undo?: { label: string; action: string; fields: Record<string, string> };
}
