import { type Action, isAction } from '@rollcall/domain/permission/actions';
import type { Principal } from '@rollcall/domain/permission/principal';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Pool } from 'pg';
import { loggableError } from '../loggable-error.js';
import type { Logger } from '../logger.js';
import type { IdentitySettings } from '../settings/identity-settings.js';
import { CredentialsRefusedError } from './authenticator.js';

/** Signatures by a private key that only the issuer has; `none` and shared secrets are not among them. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;
/** Milliseconds the issuer has to send its keys. */
const PATIENCE = 5000;

const LONGEST_SUBJECT = 200;

/** What a token that was checked says. */
export interface TokenClaims {
  /** 1 to 200 characters. */
  subject: string;
  /** UENs. */
  providers: string[];
  scopes: Action[];
  /** Epoch seconds. */
  expiresAt: number;
}

/** Nobody knows what the token is worth, so it is worth nothing; but nobody guessed either. */
export class TokenUncheckedError extends CredentialsRefusedError {}

export interface BearerTokens {
  /** Throws `CredentialsRefusedError` for a token that is wrong, and where it cannot be checked. */
  check(token: string): Promise<TokenClaims>;
  /** One statement. */
  principalOf(claims: TokenClaims): Promise<Principal>;
}

/** Faults of a token. Whatever else goes wrong is a fault of ours or of the issuer, and no token is believed for it. */
const TOKEN_FAULTS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Believes tokens of the configured issuer. The issuer's keys are fetched when first needed, and again for a key it did not have. */
export function createBearerTokens(
  settings: NonNullable<IdentitySettings['bearer']>,
  { pool, log }: { pool: Pool; log: Logger },
): BearerTokens {
  const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(settings.keysUrl), { timeoutDuration: PATIENCE });
  return {
    async check(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: settings.issuer,
          audience: settings.audience,
          algorithms: ALGORITHMS,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['sub', 'exp'],
        });
        return claimsOf(payload);
      } catch (error) {
        if (TOKEN_FAULTS.some((fault) => error instanceof fault)) throw wrongToken(error as errors.JOSEError);
        log.error(
          { event: 'token_keys_unreachable', issuer: settings.issuer, keysUrl: settings.keysUrl, failure: loggableError(error) },
          'the issuer’s keys cannot be read, so its tokens are refused',
        );
        throw new TokenUncheckedError('The token cannot be checked now.', 'Try again in a minute, or send an API key.');
      }
    },
    async principalOf({ subject, providers, scopes }) {
      const { rows } = await pool.query<{ id: string }>({
        name: 'token_providers',
        text: 'SELECT id FROM training_provider WHERE uen = ANY($1) ORDER BY id',
        values: [providers],
      });
      return {
        kind: 'token',
        id: null,
        name: subject,
        grants: rows.map(({ id }) => ({ providerId: id, roles: ['integrator'], only: scopes })),
      };
    },
  };
}

/** Throws `JOSEError` for a subject that names nobody. Other claims of another shape give nothing; what is not an action of ours is nobody's to grant. */
function claimsOf(payload: JWTPayload): TokenClaims {
  const { sub, exp = 0, scope, rollcall_providers: providers } = payload;
  // Whoever it is acts, and is limited, under this name.
  if (typeof sub !== 'string' || sub.trim() === '' || sub.length > LONGEST_SUBJECT)
    throw new errors.JWTClaimValidationFailed('unexpected "sub" claim value', payload, 'sub', 'check_failed');
  return {
    subject: sub,
    expiresAt: exp,
    providers: Array.isArray(providers) ? providers.filter((uen): uen is string => typeof uen === 'string') : [],
    scopes: typeof scope === 'string' ? [...new Set(scope.split(' ').filter(isAction))] : [],
  };
}

const wrongToken = (error: errors.JOSEError): CredentialsRefusedError =>
  error instanceof errors.JWTExpired
    ? new CredentialsRefusedError('The token has expired.', 'Get a new one from its issuer.')
    : new CredentialsRefusedError('The token is not valid here.', 'Send one that the configured issuer made for this audience.');
