import { data, redirect } from '@remix-run/node';
import { graphql } from '~/api/graphql';
import type { ActRequest } from '~/api/page.server';

export const LearnerRowFragment = graphql(`
  fragment LearnerRow on Learner {
    id
    name
    identifierMasked
    email
    phone
    enrolments(first: 1) {
      totalCount
    }
  }
`);

const LearnersByIdentifier = graphql(`
  query LearnersByIdentifier($provider: String!, $identifier: String!) {
    learners(filter: { provider: $provider, identifier: $identifier }, first: 2) {
      nodes {
        id
      }
    }
  }
`);

/** An identifier is never shorter, and never longer. */
const LENGTHS = { least: 5, most: 20 };

/**
 * Leads to the learner with an identifier. Without one it says so, and never repeats what was typed: an identifier in the clear
 * goes to the API and nowhere else.
 */
export async function findByIdentifier({ ask, uen, links, text }: ActRequest) {
  const identifier = text('identifier').toUpperCase();
  if (identifier.length < LENGTHS.least || identifier.length > LENGTHS.most)
    return sayNoStore('That is no NRIC, FIN or passport number: type all of it.');
  const { learners } = await ask(LearnersByIdentifier, { provider: uen, identifier });
  const [found] = learners.nodes;
  return found
    ? redirect(links.learner(found.id))
    : sayNoStore('No learner here has this identifier. Look whether it is typed right, or search by name.');
}

const sayNoStore = (sentence: string) => data({ sentence }, { headers: { 'cache-control': 'no-store' } });
