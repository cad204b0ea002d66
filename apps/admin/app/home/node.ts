import { redirect } from '@remix-run/node';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { pageLoader } from '~/api/page.server';

const NodeAddress = graphql(`
  query NodeAddress($id: ID!) {
    node(id: $id) {
      __typename
      ... on CourseRun {
        ssgRunId
      }
      ... on Course {
        courseCode
      }
      ... on SyncLog {
        loggedRunId: ssgRunId
      }
      ... on Enrolment {
        courseRun {
          ssgRunId
        }
      }
    }
  }
`);

/** Leads from a global id, as audit and incidents carry it, to the page of what it names. */
export const loader = pageLoader(async ({ ask, param, links }) => {
  const id = param('nodeId');
  const { node } = await ask(NodeAddress, { id });
  switch (node?.__typename) {
    case 'CourseRun':
      return redirect(links.courseRun(node.ssgRunId));
    case 'Enrolment':
      return redirect(links.courseRun(node.courseRun.ssgRunId));
    case 'Course':
      return redirect(links.course(node.courseCode));
    case 'Learner':
      return redirect(links.learner(id));
    case 'LearnerReview':
      return redirect(links.learnerReview(id));
    case 'Trainer':
      return redirect(links.trainer(id));
    case 'ChainRun':
      return redirect(links.chainRun(id));
    case 'Incident':
      return redirect(links.incident(id));
    case 'SyncBatch':
      return redirect(links.syncBatch(id));
    case 'Schedule':
      return redirect(links.chains);
    case 'User':
      return redirect(links.user(id));
    case 'Webhook':
      return redirect(links.webhook(id));
    case 'TrainingProvider':
      return redirect(links.settings);
    case 'ApiKey':
      return redirect(links.apiKeys);
    case 'SyncLog':
      return redirect(links.syncLogs(`ssgRunId=${encodeURIComponent(node.loggedRunId ?? '')}`));
    default:
      throw notFound('page for this entry');
  }
});
