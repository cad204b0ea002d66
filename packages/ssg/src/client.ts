import { randomUUID } from 'node:crypto';
import { createCertificateCredentials, readClientCertificate } from './auth/certificate.js';
import type { CredentialsCheck } from './auth/credentials.js';
import { createOauthCredentials } from './auth/oauth.js';
import { UNLIMITED } from './call-limiter.js';
import { createCallRunner } from './call-runner.js';
import { type CallOptions, CallScope } from './call-scope.js';
import { readEncryptionKey, readHttpsUrl, readRetryPolicy, type SsgClientOptions } from './client-options.js';
import { createOperationCaller } from './operation-caller.js';
import { type CourseRunsResource, createCourseRuns } from './resources/course-runs.js';
import { createEnrolments, type EnrolmentsResource } from './resources/enrolments.js';
import { createTrainers, type TrainersResource } from './resources/trainers.js';
import { createSender } from './sender.js';
import { createTransport } from './wire/transport.js';

export interface SsgClient {
  courseRuns: CourseRunsResource;
  enrolments: EnrolmentsResource;
  trainers: TrainersResource;
  /** Before the first call: mints a token, or checks the certificate's dates. Throws SsgError or SsgConfigurationError. */
  checkCredentials(options?: CallOptions): Promise<CredentialsCheck>;
  /** Cancels what is under way and closes the connections. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** A client for one SSG app. Nothing is sent before the first call. Throws SsgConfigurationError. */
export function createSsgClient(options: SsgClientOptions): SsgClient {
  const { auth, newCorrelationId = randomUUID, now = () => new Date() } = options;
  const baseUrl = readHttpsUrl('baseUrl', options.baseUrl);
  const cipher = readEncryptionKey(options.encryptionKey);
  const closing = new AbortController();
  const openScope = (call: CallOptions = {}) =>
    new CallScope(call.correlationId ?? newCorrelationId(), [call.signal, closing.signal], call.totalTimeoutMs);

  const transport = createTransport(auth.kind === 'certificate' ? readClientCertificate(auth) : null);
  const sender = createSender({
    transport,
    limiter: options.limiter ?? UNLIMITED,
    retryPolicy: readRetryPolicy(options.retry),
    hooks: options,
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  });
  const credentials =
    auth.kind === 'certificate'
      ? createCertificateCredentials(auth, now)
      : createOauthCredentials({
          ...auth,
          tokenUrl: readHttpsUrl('tokenUrl', options.tokenUrl ?? `${baseUrl.href.replace(/\/$/, '')}/dp-oauth/oauth/token`),
          sender,
          now,
          openScope,
        });
  const callOperation = createOperationCaller({
    sender,
    credentials,
    baseUrl,
    cipher,
    environment: options.environment,
    apiVersions: options.apiVersions ?? {},
    uenHeader: options.uenHeader,
    now,
  });
  const runner = createCallRunner(callOperation, openScope);

  return {
    courseRuns: createCourseRuns(runner),
    enrolments: createEnrolments(runner),
    trainers: createTrainers(runner),
    async checkCredentials(call) {
      const scope = openScope(call);
      try {
        const context = { operation: 'checkCredentials', correlationId: scope.correlationId, attempt: 1, repeatable: true };
        return await scope.unlessStopped(context, () => credentials.check(scope));
      } finally {
        scope.close();
      }
    },
    async close() {
      closing.abort(new Error('The SSG client is closed.'));
      await transport.close();
    },
  };
}
