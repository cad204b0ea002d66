import type { SsgClient } from '@rollcall/ssg/client';
import { describeFailure } from '../../upstream/describe-failure.js';
import { ssgAuthentication } from '../../upstream/ssg-authentication.js';
import { ssgBaseUrl } from '../../upstream/ssg-source.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import { type Finding, failed, ok, type PreflightCheck, skipped, timed } from './check.js';
import type { PreflightDependencies, PreflightOptions } from './preflight-options.js';

/** SSG numbers its runs from the hundred thousands: this one does not exist, so the answer holds nobody's data. */
const NO_SUCH_RUN = '1';

/** Whether SSG accepts the provider's credentials, and whether both sides can read each other (S1.21). */
export async function checkSsg(
  deps: PreflightDependencies,
  provider: ProviderSettings,
  options: PreflightOptions,
): Promise<PreflightCheck[]> {
  let client: SsgClient | undefined;
  try {
    const credentials = await timed(async () => {
      try {
        client = deps.ssg.clientFor(provider);
        return await checkCredentials(deps, client, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        const { message, remedy } = describeFailure(error, deps.settings, provider.uen);
        return failed('SSG credentials', message, remedy);
      }
    });
    const letIn = credentials.status === 'ok' ? client : undefined;
    if (!letIn) return [credentials, skipped('encryption', 'not checked: SSG does not let us in')];
    return [credentials, await timed(() => checkEncryption(deps, letIn, provider, options))];
  } finally {
    await client?.close();
  }
}

async function checkCredentials(deps: PreflightDependencies, client: SsgClient, options: PreflightOptions): Promise<Finding> {
  const found = await client.checkCredentials(callOptions(deps, options));
  return ok(
    'SSG credentials',
    found.kind === 'oauth' ? `${host(deps)} gave a token` : certificateLine(found.subject, found.validTo),
  );
}

async function checkEncryption(
  deps: PreflightDependencies,
  client: SsgClient,
  provider: ProviderSettings,
  options: PreflightOptions,
): Promise<Finding> {
  try {
    const query = { uen: provider.uen, code: provider.code, courseRunId: NO_SUCH_RUN, pageSize: 1 };
    let found = 0;
    for await (const _ of client.enrolments.search(query, callOptions(deps, options))) found++;
    const how = speaksPlainJson(deps, provider)
      ? 'plain JSON both ways, as this app has no encryption key'
      : 'SSG read our cipher and we read its answer';
    return ok('encryption', `${how} (enrolments of a run that does not exist: ${found})`);
  } catch (error) {
    options.signal?.throwIfAborted();
    const { message, remedy } = describeFailure(error, deps.settings, provider.uen);
    return failed('encryption', message, remedy);
  }
}

/** A check is no night's work: what SSG does not answer in the time of one attempt, retries included, has failed. */
const callOptions = (deps: PreflightDependencies, { signal, callMs }: PreflightOptions) => ({
  totalTimeoutMs: Math.min(callMs ?? Number.POSITIVE_INFINITY, deps.settings.ssg.timeoutMs),
  ...(signal && { signal }),
});

function speaksPlainJson({ settings: { ssg } }: PreflightDependencies, provider: ProviderSettings): boolean {
  const credentials = ssg.credentialsByUen.get(provider.uen) ?? ssg.credentials;
  // Only the key is of interest, so no certificate need be read.
  const parts = { credentials, provider, speaksToSimulator: ssg.baseUrl === null, authorityFile: null, readFile: () => '' };
  return ssgAuthentication(parts).encryptionKey === null;
}

const host = (deps: PreflightDependencies): string => new URL(ssgBaseUrl(deps.settings)).host;

const certificateLine = (subject: string, validTo: Date): string =>
  `certificate of ${subject.replaceAll('\n', ', ')}, valid until ${validTo.toISOString().slice(0, 10)}`;
