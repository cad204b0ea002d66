import type { ActFault } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { notFound } from '~/api/api-fault';
import { graphql, type ResultOf, type VariablesOf } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

const PreviewedRun = graphql(`
  fragment PreviewedRun on CourseRun {
    id
    ssgRunId
    startDate
    modeOfLearning
    course {
      title
    }
  }
`);

export const SettingsPreview = graphql(
  `
    query SettingsPreview($input: TrainingProviderSettingsPreviewInput!) {
      trainingProviderSettingsPreview(input: $input) {
        __typename
        ... on TrainingProviderSettingsPreview {
          today
          window {
            endNow
            endThen
            runsNow
            runsThen
            enteringCount
            leavingCount
            entering {
              ...PreviewedRun
            }
            leaving {
              ...PreviewedRun
            }
          }
          nights {
            chainRunId
            step
            waited
            waitsNow
            waitsThen
            cancels
            touched
            reason
          }
          modes {
            changedRuns
            unchangedRuns
            unknownCodeRuns
            changes {
              modeOfTrainingCode
              before
              after
              notice
              runs
            }
            runs {
              ...PreviewedRun
            }
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment, PreviewedRun],
);

type Tried = VariablesOf<typeof SettingsPreview>['input'];
type Answer = ResultOf<typeof SettingsPreview>['trainingProviderSettingsPreview'];
export type Preview = Extract<Answer, { __typename: 'TrainingProviderSettingsPreview' }>;

const ProviderId = graphql(`
  query ProviderId($uen: String!) {
    trainingProvider(uen: $uen) {
      id
    }
  }
`);

/** What other settings would do; nothing is written. */
export async function previewSettings(
  { ask, uen }: PageRequest,
  tried: Omit<Tried, 'trainingProviderId'>,
): Promise<{ preview: Preview } | { fault: ActFault }> {
  const { trainingProvider } = await ask(ProviderId, { uen });
  if (!trainingProvider) throw notFound('provider');
  const input = { ...tried, trainingProviderId: trainingProvider.id };
  const { trainingProviderSettingsPreview: answer } = await ask(SettingsPreview, { input });
  if (answer.__typename === 'TrainingProviderSettingsPreview') return { preview: answer };
  const { code, message, remedy, path } = answer;
  return { fault: { code, message, remedy, path } };
}
