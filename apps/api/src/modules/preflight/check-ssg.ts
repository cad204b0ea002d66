import type { SsgClient } from '@rollcall/ssg/client';
import type { Dependencies } from '../../dependencies.js';
import { describeFailure } from '../../upstream/describe-failure.js';
import { ssgAuthentication } from '../../upstream/ssg-authentication.js';
import { ssgBaseUrl } from '../../upstream/ssg-source.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import { failed, ok, type PreflightCheck, skipped } from './check.js';

/** SSG numbers its runs from the hundred thousands: this one does not exist, so the answer holds nobody's data. */
const NO_SUCH_RUN = '1';

/** Whether SSG accepts the provider's credentials, and whether both sides can read each other (S1.21). */
export async function checkSsg(deps: Dependencies, provider: ProviderSettings, signal?: AbortSignal): Promise<PreflightCheck[]> {
  let client: SsgClient | undefined;
  try {
    client = deps.ssg.clientFor(provider);
    const found = await client.checkCredentials(callOptions(deps, signal));
    const credentials = ok(
      'SSG credentials',
      found.kind === 'oauth' ? `${host(deps)} gave a token` : certificateLine(found.subject, found.validTo),
    );
    return [credentials, await checkEncryption(deps, client, provider, signal)];
  } catch (error) {
    signal?.throwIfAborted();
    const { message, remedy } = describeFailure(error, deps.settings, provider.uen);
    return [failed('SSG credentials', message, remedy), skipped('encryption', 'not checked: SSG does not let us in')];
  } finally {
    await client?.close();
  }
}

async function checkEncryption(
  deps: Dependencies,
  client: SsgClient,
  provider: ProviderSettings,
  signal?: AbortSignal,
): Promise<PreflightCheck> {
  try {
    const query = { uen: provider.uen, code: provider.code, courseRunId: NO_SUCH_RUN, pageSize: 1 };
    let found = 0;
    for await (const _ of client.enrolments.search(query, callOptions(deps, signal))) found++;
    const how = speaksPlainJson(deps, provider)
      ? 'plain JSON both ways, as this app has no encryption key'
      : 'SSG read our cipher and we read its answer';
    return ok('encryption', `${how} (enrolments of a run that does not exist: ${found})`);
  } catch (error) {
    signal?.throwIfAborted();
    const { message, remedy } = describeFailure(error, deps.settings, provider.uen);
    return failed('encryption', message, remedy);
  }
}

/** A check is no night's work: what SSG does not answer in the time of one attempt, retries included, has failed. */
const callOptions = (deps: Dependencies, signal: AbortSignal | undefined) => ({
  totalTimeoutMs: deps.settings.ssg.timeoutMs,
  ...(signal && { signal }),
});

function speaksPlainJson({ settings: { ssg } }: Dependencies, provider: ProviderSettings): boolean {
  const credentials = ssg.credentialsByUen.get(provider.uen) ?? ssg.credentials;
  // Only the key is of interest, so no certificate need be read.
  const parts = { credentials, provider, speaksToSimulator: ssg.baseUrl === null, authorityFile: null, readFile: () => '' };
  return ssgAuthentication(parts).encryptionKey === null;
}

const host = (deps: Dependencies): string => new URL(ssgBaseUrl(deps.settings)).host;

const certificateLine = (subject: string, validTo: Date): string =>
  `certificate of ${subject.replaceAll('\n', ', ')}, valid until ${validTo.toISOString().slice(0, 10)}`;
