import { principalOf } from '../../graphql/context.js';
import { perOperation } from '../../graphql/context-loader.js';
import { createTrainerLoadLoader } from './trainer-load.js';

/** How many days ahead a load is looked at where nobody says. */
export const LOAD_DAYS = 30;

/** How much trainers teach of what the caller may see. One statement for all that an operation asks about. */
export const loadOf = perOperation((context) =>
  createTrainerLoadLoader(context.database.pool, principalOf(context), context.now()),
);
