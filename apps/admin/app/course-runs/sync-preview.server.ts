import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import type { Ask } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import { faultOf } from './answer-when.server';

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

/** What a sync of one run would change now. Writes nothing; asks SSG. */
export async function previewSync(ask: Ask, courseRunId: string) {
  try {
    const { courseRunSyncPreview } = await ask(SyncPreview, { courseRunId });
    return outcomeOf(courseRunSyncPreview);
  } catch (error) {
    return { fault: await faultOf(error) };
  }
}

export type SyncPreviewed = Extract<Awaited<ReturnType<typeof previewSync>>, { done: unknown }>['done'];
