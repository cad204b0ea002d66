import { graphql } from '~/api/graphql';

/** A step of a chain run. */
export const StepRunFragment = graphql(`
  fragment StepRun on ChainStepRun {
    id
    step
    status
    tier
    required
    upstream
    attempt
    interruptions
    leftOut
    ranOnStaleInputs
    warnings
    worker
    notBefore
    startedAt
    completedAt
    callsMade
    callsPredicted
    progress {
      done
      total
    }
    counts
    reason
    error
    errorCode
    remedy
    approvals {
      status
      sentence
      requestedAt
      decidedAt
      decidedBy
      note
    }
  }
`);
