/**
 * The questions about trainers, as the filter words them. Apart from the schema of the filters, which browsers need not load:
 * with it comes the library that reads it.
 */
export const TRAINER_STATES = {
  NONE: 'Nobody at all',
  NONE_LOCAL: 'None local',
  NONE_TPG: 'None at SSG',
  NONE_ASSIGNED: 'None assigned',
  ANY: 'Has a trainer',
} as const;

export const PAGE_SIZES = ['25', '50', '100'] as const;
