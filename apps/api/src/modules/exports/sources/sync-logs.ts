import { globalIdOf } from '../../../contract/global-id.js';
import { graphqlName } from '../../../graphql/stored-enum.js';
import { readDecisions } from '../../sync/read-decisions.js';
import { type SyncLogFilter, whereLogs } from '../../sync/sync-log.graphql.js';
import { dayOf, exportSource, instantOf } from '../export-source.js';

/** Log lines of the syncs as `syncLogs` lists them. */
export const syncLogSource = exportSource({
  dates: [],
  where: (filter: typeof SyncLogFilter.$inferInput, context, { id: providerId }) => ({
    AND: [{ providerId }, whereLogs(filter, context)],
  }),
  count: (rows, where, take) => rows.syncLog.count({ where, take }),
  page: (rows, where, after, take) => rows.syncLog.findMany({ where: { AND: [where, after] }, orderBy: { id: 'asc' }, take }),
  columns: {
    id: ({ id }) => globalIdOf('SyncLog', id),
    runId: ({ runId }) => runId,
    ssgRunId: ({ ssgRunId }) => ssgRunId,
    courseCode: ({ courseCode }) => courseCode,
    courseTitle: ({ courseTitle }) => courseTitle,
    ssgStartDate: ({ ssgStartDate }) => dayOf(ssgStartDate),
    ssgEndDate: ({ ssgEndDate }) => dayOf(ssgEndDate),
    dbStartDate: ({ dbStartDate }) => dayOf(dbStartDate),
    dbEndDate: ({ dbEndDate }) => dayOf(dbEndDate),
    modeOfLearning: ({ modeOfLearning }) => modeOfLearning,
    vacancyCode: ({ vacancyCode }) => vacancyCode,
    status: ({ status }) => graphqlName(status),
    touched: ({ touched }) => touched,
    trainerOutcome: ({ trainerOutcome }) => trainerOutcome && graphqlName(trainerOutcome),
    errorCode: ({ errorCode }) => errorCode,
    error: ({ errorMessage }) => errorMessage,
    remedy: ({ remedy }) => remedy,
    correlationId: ({ correlationId }) => correlationId,
    decisions: (line) =>
      readDecisions(line.decisions).map(({ kind, key, rule, reason }) => ({ kind: graphqlName(kind), key, rule, reason })),
    createdAt: ({ createdAt }) => instantOf(createdAt),
    processedAt: ({ processedAt }) => instantOf(processedAt),
  },
});
