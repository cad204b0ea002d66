/** The columns that can be left out, as `?hide=` names them. The course always stands: it names the row. */
export const COLUMN_WORDS = [
  'run',
  'start',
  'end',
  'status',
  'type',
  'mode',
  'tpg',
  'local',
  'next',
  'learners',
  'vacancy',
  'issues',
] as const;
export type ColumnWord = (typeof COLUMN_WORDS)[number];

export const COLUMN_TITLES: Record<ColumnWord, string> = {
  run: 'Run',
  start: 'Start',
  end: 'End',
  status: 'Class status',
  type: 'Class type',
  mode: 'Mode of learning',
  tpg: 'Trainer (TPG)',
  local: 'Trainer (Local)',
  next: 'Next Trainer',
  learners: 'Learners',
  vacancy: 'Vacancy',
  issues: 'Issues',
};

/** Out of the column form, which sends what is to be seen: what is to be hidden, as `?hide=` has it. */
export const hiddenBut = (shown: readonly string[]): string => COLUMN_WORDS.filter((word) => !shown.includes(word)).join(' ');
