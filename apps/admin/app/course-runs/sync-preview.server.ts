import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { createAsk } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import type { ActRequest } from '~/api/page.server';

const SyncPreview = graphql(
  `
    mutation SyncPreview($courseRunId: ID!) {
      courseRunSyncPreview(input: { courseRunId: $courseRunId }) {
        __typename
        ... on CourseRunSyncPreviewSuccess {
          sentence
          callsMade
          changes {
            entityType
            key
            field
            before
            after
            rule
            ruleText
          }
          decisions {
            kind
            key
            reason
            rule
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

/** The API gives SSG 20 seconds. */
const PATIENCE_MS = 25_000;

/** What a sync of one run would change now. Writes nothing; asks SSG. */
export async function previewSync({ request, context }: Pick<ActRequest, 'request' | 'context'>, courseRunId: string) {
  const { courseRunSyncPreview } = await createAsk(request, context, PATIENCE_MS)(SyncPreview, { courseRunId });
  return outcomeOf(courseRunSyncPreview);
}

export type SyncPreviewed = Extract<Awaited<ReturnType<typeof previewSync>>, { done: unknown }>['done'];
