import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

const MOST = 8;

const FindTrainers = graphql(`
  query FindTrainersForRun($provider: String!, $text: String, $first: Int!, $from: Date!, $to: Date!) {
    trainers(filter: { provider: $provider, text: $text, active: true }, first: $first) {
      totalCount
      nodes {
        ...TrainerChoice
      }
    }
    free: trainers(filter: { provider: $provider, text: $text, active: true, freeFrom: $from, freeTo: $to }, first: $first) {
      nodes {
        id
      }
    }
  }
  fragment TrainerChoice on Trainer {
    id
    name
    email
    load {
      upcomingRuns
      daysTaught
    }
  }
`);

const NamedTrainer = graphql(`
  query NamedTrainerForRun($id: ID!) {
    node(id: $id) {
      __typename
      ... on Trainer {
        id
        name
        email
        load {
          upcomingRuns
          daysTaught
        }
      }
    }
  }
`);

export interface TrainerChoice {
  id: string;
  name: string;
  email: string;
  load: { upcomingRuns: number; daysTaught: number };
  /** Whether they teach nothing on the days of the run; null where it was not asked. */
  free: boolean | null;
  /** Whether it is this run that they teach then. */
  here?: boolean;
}

interface Days {
  startDate: string;
  endDate: string;
}

/**
 * Active trainers whose name or address holds a text, with their load, and whether they are free on the days of a run. The free
 * ones are asked for in the same order, so the first of them hold all who are free among the first of everybody.
 */
export async function findTrainers(
  { ask, uen }: Pick<PageRequest, 'ask' | 'uen'>,
  text: string,
  { startDate, endDate }: Days,
): Promise<{ found: TrainerChoice[]; total: number }> {
  const { trainers, free } = await ask(FindTrainers, {
    provider: uen,
    text: text === '' ? null : text,
    first: MOST,
    from: startDate,
    to: endDate,
  });
  const freeIds = new Set(free.nodes.map(({ id }) => id));
  return { found: trainers.nodes.map((trainer) => ({ ...trainer, free: freeIds.has(trainer.id) })), total: trainers.totalCount };
}

/** The trainer whom an address names; null for nobody. */
export async function namedTrainer({ ask }: Pick<PageRequest, 'ask'>, id: string): Promise<TrainerChoice | null> {
  if (!isGlobalIdOf('Trainer', id)) return null;
  const { node } = await ask(NamedTrainer, { id });
  return node?.__typename === 'Trainer' ? { ...node, free: null } : null;
}
