import { type FragmentOf, graphql } from '~/api/graphql';

/** What a resumption would do. */
export const ResumePreviewFragment = graphql(`
  fragment ResumePreview on ChainResumePreview {
    verdict
    reason
    remedy
    reuse {
      step
      completedAt
    }
    redo {
      step
      reason
    }
    leaveOut {
      step
      reason
    }
  }
`);

export type ResumePreviewView = FragmentOf<typeof ResumePreviewFragment>;
