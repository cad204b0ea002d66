import type { FieldChange } from '../change/change.js';
import type { RuleId } from '../change/rules.js';
import type { LearnerChange } from '../course-run/plan.js';
import type { SsgEnrolment } from '../enrolment/enrolment.js';
import type { LocalLearner } from './learner.js';

/**
 * The learner whom SSG's enrolments bring (S0.15). The first enrolment counts; another one only lends what it lacks:
 * the identifier, or name and e-mail. A person with an identifier and no name is called by the masked identifier,
 * so that the enrolment is not lost and the gap is plain to see. Null when there is nothing to call them by.
 */
export function createLearner(enrolments: readonly [SsgEnrolment, ...SsgEnrolment[]]): LearnerChange | null {
  const [first] = enrolments;
  const identified = enrolments.find(({ trainee }) => trainee.identifierHash !== null);
  const { identifierHash = null, identifierMasked = null } = identified?.trainee ?? {};
  const { trainee: contact } = enrolments.find(({ trainee }) => isFilled(trainee.name) && isFilled(trainee.email)) ?? first;
  const name = [contact.name, identifierMasked].find(isFilled);
  if (name === undefined) return null;
  const after: LearnerChange['after'] = {
    identifierHash,
    identifierMasked,
    name: name.trim(),
    email: isFilled(contact.email) ? contact.email : null,
  };
  return {
    entity: 'learner',
    action: 'create',
    key: first.referenceNumber,
    target: null,
    identifierFrom: identified?.referenceNumber ?? null,
    after,
    fields: identifierFields(identifierMasked, 'S0.15 new-enrolment'),
    rule: 'S0.15 new-enrolment',
    reason: 'The learner of a new enrolment is unknown here.',
  };
}

/** A known learner without an identifier gets the one SSG has for them (bug 18); null when there is nothing to fill in. */
export function fillInIdentifier(learner: LocalLearner, enrolments: readonly SsgEnrolment[]): LearnerChange | null {
  const identified = enrolments.find(({ trainee }) => trainee.identifierHash !== null);
  if (learner.identifierHash !== null || !identified) return null;
  const { identifierHash, identifierMasked } = identified.trainee;
  return {
    entity: 'learner',
    action: 'update',
    key: identified.referenceNumber,
    target: { id: learner.id },
    identifierFrom: identified.referenceNumber,
    after: { identifierHash, identifierMasked, name: learner.name, email: learner.email },
    fields: identifierFields(identifierMasked, 'bug 18 learner-match'),
    rule: 'bug 18 learner-match',
    reason: 'The learner was found without an identifier, and SSG has one.',
  };
}

/** The masked identifier is all that a change set tells of a person: names and addresses are not copied into the history. */
function identifierFields(masked: string | null, rule: RuleId): FieldChange[] {
  return masked === null ? [] : [{ field: 'nric_masked', before: null, after: masked, owner: 'ssg', rule }];
}

function isFilled(text: string | null): text is string {
  return text !== null && text.trim() !== '';
}
