import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

const FindEnrolment = graphql(`
  query FindEnrolment($id: ID!) {
    node(id: $id) {
      __typename
      ... on Enrolment {
        id
        version
        status
        ssgStatus
        referenceNumber
        learner {
          id
          name
        }
        course {
          courseCode
          title
        }
        provider {
          uen
        }
        courseRun {
          ssgRunId
          startDate
          endDate
        }
      }
    }
  }
`);

/** The enrolment that an address names, of the run whose page it is asked on. */
export async function findEnrolment({ ask, uen, param }: Pick<PageRequest, 'ask' | 'uen' | 'param'>) {
  const id = param('enrolmentId');
  if (!isGlobalIdOf('Enrolment', id)) throw notFound('such enrolment');
  const { node } = await ask(FindEnrolment, { id });
  if (node?.__typename !== 'Enrolment' || node.provider.uen !== uen || node.courseRun.ssgRunId !== param('ssgRunId'))
    throw notFound('such enrolment of this run');
  return node;
}
