import { builder } from '../../graphql/builder.js';

/** Every column is loaded with the row, so that an event costs no statement of its own. */
export const ChainRunEvent = builder.prismaObject('ChainEvent', {
  name: 'ChainRunEvent',
  description: 'A line of a chain run’s event log. The run has had its last one where `kind` is `run_` with its final status.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the run, from 1 and without gaps.' }),
    kind: t.exposeString('kind', { description: 'What happened: `run_started`, `step_completed` and the like.' }),
    step: t.exposeString('step', { nullable: true, description: 'The step it is about; null where it is about the run.' }),
    message: t.exposeString('message', { description: 'What happened, in one line for people.' }),
    data: t.expose('data', { type: 'JSON', nullable: true, description: 'What belongs to it, in numbers and names.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it happened.' }),
  }),
});
