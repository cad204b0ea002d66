import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { GraphQLError } from 'graphql';
import { mayAt } from '../../access/guard-field.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { principalOf } from '../../graphql/context.js';
import { findProviderByUen } from '../training-providers/find-provider.js';
import { readWeeksAhead, type WeekAhead as WeekAheadShape } from './weeks-ahead.js';

const DEFAULT_WEEKS = 8;
/** As far as a provider's window can reach. */
const MOST_WEEKS = 53;

const WeekAhead = builder.objectRef<WeekAheadShape>('WeekAhead').implement({
  description: 'What begins in one week, Monday to Sunday, of what the caller may see; cancelled and archived runs left aside.',
  fields: (t) => ({
    startDate: t.field({ type: 'Date', description: 'The Monday.', resolve: ({ startDate }) => new Date(startDate) }),
    runs: t.exposeInt('runs', { description: 'Runs that begin in it.' }),
    learners: t.exposeInt('learners', { description: 'Live enrolments in these runs.' }),
    withoutTrainer: t.exposeInt('withoutTrainer', {
      description: 'Runs of these that nobody teaches; who only assesses does not.',
    }),
  }),
});

builder.queryField('weeksAhead', (t) =>
  t.field({
    ...holdsAtMost(MOST_WEEKS),
    authScopes: { may: 'course_run.read' },
    type: [WeekAhead],
    description:
      'The weeks of a provider from the present one on, by its own calendar, those without runs too. Empty for an unknown provider.',
    args: {
      provider: t.arg.string({ required: true, description: 'UEN of the provider.' }),
      weeks: t.arg.int({ defaultValue: DEFAULT_WEEKS, description: `How many weeks, 1 to ${MOST_WEEKS}.` }),
    },
    resolve: async (_root, { provider: uen, weeks: asked }, context) => {
      const weeks = asked ?? DEFAULT_WEEKS;
      if (weeks < 1 || weeks > MOST_WEEKS)
        throw new GraphQLError(`\`weeks\` is ${weeks}, but must lie between 1 and ${MOST_WEEKS}.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      const { pool } = context.database;
      const provider = await findProviderByUen(pool, uen);
      if (!provider || !mayAt(principalOf(context), 'course_run.read', provider.id)) return [];
      const today = todayIn(provider.timeZone, context.now());
      return readWeeksAhead(pool, principalOf(context), { providerId: provider.id, today, weeks });
    },
  }),
);
