import { visibleRow } from '../../access/visible-node.js';
import { visibleLearners } from '../../access/visible-rows.js';
import { builder } from '../../graphql/builder.js';
import { maskEmail, maskPhone } from './mask-contact.js';

/** No field shows a clear identifier, its hash or its sealed form, and contact data come masked (S1.26, X4). */
export const Learner = builder.prismaNode('Learner', {
  nullable: true,
  id: { field: 'id' },
  findUnique: visibleRow(visibleLearners, (prisma, where) => prisma.learner.findMany({ where, select: { id: true } })),
  description: 'A person who learns. Identifier and contact data are masked.',
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name as SSG has it.' }),
    identifierMasked: t.exposeString('nricMasked', { nullable: true, description: 'NRIC or FIN as people see it: `*****567D`.' }),
    identifierType: t.exposeString('idType', { nullable: true, description: 'Kind of identifier in SSG’s words.' }),
    email: t.string({
      nullable: true,
      description: 'E-mail address, masked: `t***@example.org`.',
      select: { email: true },
      resolve: (learner) => (learner.email === null ? null : maskEmail(learner.email)),
    }),
    phone: t.string({
      nullable: true,
      description: 'Phone number, masked: `*****321`.',
      select: { phone: true },
      resolve: (learner) => (learner.phone === null ? null : maskPhone(learner.phone)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the row was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When the row last changed.' }),
    provider: t.relation('provider', { description: 'The provider whose learner this is.' }),
  }),
});
