import type { FieldChange } from '../change/change.js';
import type { ClassStatus, ClassType, Lifecycle } from './course-run.js';

/** What is looked at before an admin's word on a class is taken. */
export interface ClassFacts {
  classStatus: ClassStatus;
  classType: ClassType | null;
  lifecycle: Lifecycle;
  /** Enrolments that are neither inactive nor removed. */
  liveEnrolments: number;
}

export const CLASS_WARNINGS = {
  learners_still_enrolled: 'The class is cancelled, and learners are still enrolled.',
  class_is_active: 'The class is cancelled while it is being taught.',
  lifecycle_ended: 'The class is over, or was cancelled by the clock.',
} as const;
export type ClassWarningCode = keyof typeof CLASS_WARNINGS;

export interface ClassWarning {
  code: ClassWarningCode;
  message: string;
  remedy: string;
}

export interface ClassDecision {
  /** Empty: it is so already. */
  fields: FieldChange[];
  warnings: ClassWarning[];
}

const RULE = 'S0.23 admin-sets-class';

/**
 * What an admin's word on whether a class takes place changes: the class status alone (S0.23). The lifecycle is the clock's
 * and stays (X1); where the two now disagree a person is told.
 */
export function decideClassStatus(facts: ClassFacts, classStatus: ClassStatus): ClassDecision {
  if (facts.classStatus === classStatus) return { fields: [], warnings: [] };
  const fields: FieldChange[] = [
    { field: 'class_status', before: facts.classStatus, after: classStatus, owner: 'admin', rule: RULE },
  ];
  return { fields, warnings: classStatus === 'Cancelled' ? warnOfCancelling(facts) : warnOfTakingPlace(facts, classStatus) };
}

/** What an admin's word on how a class is held changes: the class type alone (S0.23). */
export function decideClassType(facts: ClassFacts, classType: ClassType): ClassDecision {
  if (facts.classType === classType) return { fields: [], warnings: [] };
  const fields: FieldChange[] = [{ field: 'class_type', before: facts.classType, after: classType, owner: 'admin', rule: RULE }];
  return { fields, warnings: [] };
}

function warnOfCancelling({ lifecycle, liveEnrolments }: ClassFacts): ClassWarning[] {
  const warnings: ClassWarning[] = [];
  if (lifecycle === 'Active')
    warnings.push({
      code: 'class_is_active',
      message: 'The class is being taught: its lifecycle is Active, and stays so.',
      remedy: 'Tell trainer and learners; the clock does not take a class back.',
    });
  if (liveEnrolments > 0)
    warnings.push({
      code: 'learners_still_enrolled',
      message: `${liveEnrolments} ${liveEnrolments === 1 ? 'learner is' : 'learners are'} still enrolled in the cancelled class.`,
      remedy: 'Move them to another run or remove them, and cancel their enrolments at SSG.',
    });
  return warnings;
}

function warnOfTakingPlace({ lifecycle }: ClassFacts, classStatus: ClassStatus): ClassWarning[] {
  if (lifecycle !== 'Completed' && lifecycle !== 'Cancelled') return [];
  return [
    {
      code: 'lifecycle_ended',
      message: `The class is ${classStatus} now, but its lifecycle is ${lifecycle}, and stays so.`,
      remedy: 'Look whether the right run was meant.',
    },
  ];
}
