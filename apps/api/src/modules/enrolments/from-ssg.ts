import type { SsgEnrolment } from '@rollcall/domain/enrolment/enrolment';
import type { EnrolmentRecord } from '@rollcall/ssg/resources/enrolments';
import { stringify } from 'safe-stable-stringify';
import type { IdentifierVault } from '../../identifiers/identifier-vault.js';
import { redactPayload } from '../../identifiers/redact-payload.js';
import type { Trainee } from '../learners/trainee.js';

/** What the planner sees of an enrolment, and what only its row and its learner's row need. */
export interface TranslatedEnrolment {
  enrolment: SsgEnrolment;
  trainee: Trainee;
  /** SSG's payload as JSON text with identifiers masked (X4); made only where it is written, since most nights change little. */
  rawData: () => string;
}

/**
 * An enrolment of SSG's search or view in the domain's words: the identifier hashed and masked. The payload's hash is
 * keyed, because it covers the clear identifier too: another person behind the same masked number is another hash.
 */
export function enrolmentFromSsg({ enrolment, meta }: EnrolmentRecord, vault: IdentifierVault): TranslatedEnrolment {
  const trainee = traineeFromSsg(enrolment.trainee, vault);
  const { identifierHash, identifierMasked, name, email } = trainee;
  const payload = String(stringify({ enrolment, meta }));
  return {
    enrolment: {
      referenceNumber: enrolment.referenceNumber,
      status: enrolment.status,
      updatedOn: meta.updatedOn ?? null,
      trainee: { identifierHash, identifierMasked, name, email },
      rawDataHash: vault.fingerprint(payload),
    },
    trainee,
    rawData: () => redactPayload(payload, trainee.identifier),
  };
}

function traineeFromSsg(trainee: EnrolmentRecord['enrolment']['trainee'], vault: IdentifierVault): Trainee {
  const identifier = text(trainee.id);
  return {
    identifier,
    identifierHash: identifier && vault.hash(identifier),
    identifierMasked: identifier && vault.mask(identifier),
    idType: text(trainee.idType?.type),
    name: text(trainee.fullName),
    email:
      (
        text(typeof trainee.email === 'string' ? trainee.email : trainee.email?.full) ?? text(trainee.emailAddress)
      )?.toLowerCase() ?? null,
    phone: phone(trainee.contactNumber),
  };
}

function phone(number: EnrolmentRecord['enrolment']['trainee']['contactNumber']): string | null {
  const local = text(number?.phoneNumber) ?? text(number?.phone);
  return local && [text(number?.countryCode), text(number?.areaCode), local].filter(Boolean).join(' ');
}

/** Blank and absent are the same to SSG. */
const text = (value: string | null | undefined): string | null => value?.trim() || null;
