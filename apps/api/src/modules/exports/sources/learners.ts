import { globalIdOf } from '../../../contract/global-id.js';
import { type LearnerFilter, whereLearners } from '../../learners/learner-queries.graphql.js';
import { maskEmail, maskPhone } from '../../learners/mask-contact.js';
import { exportSource, instantOf } from '../export-source.js';

/** Learners as `learners` lists them: identifier and contact data masked (S1.26, X4). */
export const learnerSource = exportSource({
  dates: [],
  where: (filter: typeof LearnerFilter.$inferInput, context, { id: providerId }) => ({
    AND: [{ providerId }, whereLearners(filter, context)],
  }),
  count: (rows, where, take) => rows.learner.count({ where, take }),
  page: (rows, where, after, take) =>
    rows.learner.findMany({
      where: { AND: [where, after] },
      orderBy: { id: 'asc' },
      take,
      select: {
        id: true,
        name: true,
        nricMasked: true,
        idType: true,
        email: true,
        phone: true,
        createdAt: true,
        updatedAt: true,
      },
    }),
  columns: {
    id: ({ id }) => globalIdOf('Learner', id),
    name: ({ name }) => name,
    identifierMasked: ({ nricMasked }) => nricMasked,
    identifierType: ({ idType }) => idType,
    email: ({ email }) => email && maskEmail(email),
    phone: ({ phone }) => phone && maskPhone(phone),
    createdAt: ({ createdAt }) => instantOf(createdAt),
    updatedAt: ({ updatedAt }) => instantOf(updatedAt),
  },
});
