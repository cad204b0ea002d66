import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { readPage } from '~/url/read-page.server';
import { readTimeline } from './read-timeline.server';

const LEARNERS_PER_PAGE = 50;

const CourseRunPage = graphql(`
  query CourseRunPage(
    $provider: String!
    $ssgRunId: String!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $enrolments: Boolean!
    $logs: Boolean!
  ) {
    courseRuns(filter: { provider: $provider, ssgRunId: $ssgRunId }, first: 1) {
      nodes {
        id
        ssgRunId
        version
        startDate
        endDate
        classStatus
        classType
        lifecycle
        modeOfLearning
        modeOfTrainingCode
        modeNotice
        courseVacancyCode
        courseVacancyDescription
        digitalAttendanceId
        createdAt
        updatedAt
        course {
          id
          courseCode
          title
        }
        issues {
          code
          sentence
          remedy
        }
        enrolmentCounts {
          live
          removed
          total
        }
        assignedTrainer {
          trainerId
          name
          email
          source
        }
        trainerTpg {
          name
          email
        }
        trainerLocal {
          trainerId
          name
        }
        runTrainers {
          trainerId
          name
          email
          role
          position
          source
          assignedAt
        }
        nextTrainer {
          trainerId
          name
          exhausted
          candidates {
            trainerId
            name
            verdict
          }
        }
        provenance {
          changeSetId
          changedAt
        }
        enrolments(first: $first, after: $after, last: $last, before: $before) @include(if: $enrolments) {
          totalCount
          pageInfo {
            hasNextPage
            hasPreviousPage
            startCursor
            endCursor
          }
          nodes {
            id
            status
            ssgStatus
            referenceNumber
            enrolledAt
            unconfirmedSince
            learner {
              id
              name
              identifierMasked
            }
            provenance {
              changeSetId
              changedAt
            }
          }
        }
      }
    }
    syncLogs(filter: { provider: $provider, ssgRunId: $ssgRunId }, first: 10) @include(if: $logs) {
      totalCount
      nodes {
        id
        status
        createdAt
        error
        remedy
        trainerOutcome
        decisions {
          kind
          key
          reason
        }
        batch {
          id
          runId
        }
      }
    }
  }
`);

/** Everything that the page of a course run shows. What the viewer may not read is left out of the question. */
export async function readCourseRun({ ask, uen, url, param }: PageRequest) {
  const ssgRunId = param('ssgRunId');
  const may = await permissionsAt(ask, uen);
  const shown = { provider: uen, ssgRunId, enrolments: may('enrolment.read'), logs: may('sync.read') };
  const { answer, dropped } = await readPage(url, (page) => ask(CourseRunPage, { ...shown, ...page }), LEARNERS_PER_PAGE);
  const { courseRuns, syncLogs } = answer;
  const [found] = courseRuns.nodes;
  if (!found)
    throw notFound(`course run ${ssgRunId}`, 'SSG may not have listed it yet, or you may not see it. Look in the classes.');
  const { provenance, enrolments, ...run } = found;
  const writes = [...(provenance ?? []), ...(enrolments?.nodes ?? []).flatMap((enrolment) => enrolment.provenance ?? [])];
  const timeline = await readTimeline(ask, {
    courseRunId: run.id,
    writes,
    audit: may('audit.read'),
    changes: may('change.read'),
  });
  return { run, learners: enrolments ?? null, logs: syncLogs ?? null, timeline, dropped, orderKey: newActKey() };
}

export type CourseRunView = Awaited<ReturnType<typeof readCourseRun>>['run'];
export type EnrolmentView = NonNullable<Awaited<ReturnType<typeof readCourseRun>>['learners']>['nodes'][number];
export type SyncLogView = NonNullable<Awaited<ReturnType<typeof readCourseRun>>['logs']>['nodes'][number];
