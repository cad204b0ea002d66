import { realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.js';
import { askServer } from './connection.js';
import type { ClusterPaths } from './directory.js';
import { EmbeddedPostgresError } from './errors.js';
import type { ServerIdentity } from './identity.js';
import { launchServer } from './launch-server.js';
import { findFreePort, portTaken, requireFreePort } from './port.js';
import { readPostmaster } from './postmaster.js';
import { isAlive } from './process.js';
import { explainFailure } from './server-log.js';

export interface ServerPlan {
  paths: ClusterPaths;
  identity: ServerIdentity;
  binaries: PostgresBinaries;
  user: string;
  password: string;
  port: number | undefined;
  settings: Record<string, string>;
  startTimeoutMs: number;
  log: (line: string) => void;
}

export interface RaisedServer {
  pid: number;
  port: number;
  adopted: boolean;
}

const pollMs = 20;
const retryMs = 200;
/** How long a process named in postmaster.pid may live without answering before we say that it is not our server. */
const silenceMs = 10_000;

/**
 * Comes back with a running server of this folder: the one that runs, else a new one. PostgreSQL's own lock file decides
 * between two starts; the loser finds the winner in it and adopts it.
 */
export async function raiseServer(plan: ServerPlan): Promise<RaisedServer> {
  const deadline = Date.now() + plan.startTimeoutMs;
  let lastOutput = '';
  while (Date.now() < deadline) {
    const running = await adoptServer(plan, deadline);
    if (running) return { ...running, adopted: true };

    const port = plan.port === undefined ? await findFreePort() : await requireFreePort(plan.port);
    const launched = launchServer(plan, port);
    const outcome = await awaitReady(plan, launched, deadline);
    if (outcome === 'ready') return { pid: launched.pid, port, adopted: false };

    lastOutput = launched.output();
    const failure = explainFailure(lastOutput);
    if (failure === 'address-in-use') {
      if (plan.port !== undefined) throw portTaken(plan.port);
    } else if (failure === 'memory-of-killed-server') {
      plan.log('Waiting for the last processes of a killed database server to leave');
      await delay(retryMs);
    } else if (failure !== 'another-server') {
      throw startError(plan, failure, lastOutput);
    }
  }
  throw new EmbeddedPostgresError(
    'start-timeout',
    `The database server of ${plan.paths.directory} was not ready within ${plan.startTimeoutMs} ms. ${lastOutput}`.trim(),
    `Read ${plan.paths.logFile}; recovery after a crash of a large database may need a longer start timeout.`,
  );
}

/** The server named in postmaster.pid, once it is ready; undefined when there is none or it has left. */
async function adoptServer(plan: ServerPlan, deadline: number): Promise<{ pid: number; port: number } | undefined> {
  let silentSince: number | undefined;
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(plan.paths.data);
    if (!postmaster || !isAlive(postmaster.pid)) return undefined;
    const answer = await askServer({ ...plan, port: postmaster.port });
    if (answer.state === 'ready' && isSameFolder(answer.dataDirectory, plan.paths.data)) {
      plan.log(`Adopted the database server that runs already (process ${postmaster.pid}, port ${postmaster.port})`);
      return postmaster;
    }
    if (answer.state === 'starting') {
      silentSince = undefined;
    } else {
      // Also another program on the port of a server that is gone, or the moment between its lock file and its first listen.
      silentSince ??= Date.now();
      if (answer.state === 'refuses-credentials' && readPostmaster(plan.paths.data)?.pid === postmaster.pid)
        throw wrongCredentials(plan, answer.message);
      if (Date.now() - silentSince > silenceMs) throw strangerInPidFile(plan, postmaster.pid, postmaster.port);
    }
    await delay(pollMs);
  }
  return undefined;
}

async function awaitReady(
  plan: ServerPlan,
  launched: ReturnType<typeof launchServer>,
  deadline: number,
): Promise<'ready' | 'ended'> {
  while (!launched.hasEnded() && Date.now() < deadline) {
    const answer = await askServer({ ...plan, port: launched.port });
    if (answer.state === 'ready' && isSameFolder(answer.dataDirectory, plan.paths.data)) return 'ready';
    if (answer.state === 'refuses-credentials' && readPostmaster(plan.paths.data)?.pid === launched.pid) {
      launched.kill();
      throw wrongCredentials(plan, answer.message);
    }
    await delay(pollMs);
  }
  // Not ready in time: leave no half-started server behind that nobody would stop.
  if (!launched.hasEnded()) launched.kill();
  return 'ended';
}

function isSameFolder(one: string, other: string): boolean {
  return realpathSync(one) === realpathSync(other);
}

function startError(plan: ServerPlan, failure: ReturnType<typeof explainFailure>, output: string): EmbeddedPostgresError {
  const problem = `The database server of ${plan.paths.directory} did not start: ${output}`;
  if (failure === 'disk-full')
    return new EmbeddedPostgresError('disk-full', problem, 'Free at least 100 MB on that disk and start again.');
  if (failure === 'administrator-account') {
    return new EmbeddedPostgresError(
      'administrator-account',
      problem,
      'Start Rollcall from an account without administrator rights.',
    );
  }
  return new EmbeddedPostgresError('start-failed', problem, `Mend what it names; the whole log is in ${plan.paths.logFile}.`);
}

function wrongCredentials(plan: ServerPlan, message: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'wrong-credentials',
    `The database server of ${plan.paths.directory} refuses the user ${plan.user}: ${message}`,
    `Use the user name the cluster was made with, and the password that ${plan.paths.passwordFile} had then.`,
  );
}

function strangerInPidFile(plan: ServerPlan, pid: number, port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'pid-file-of-another-process',
    `${plan.paths.data}/postmaster.pid names process ${pid} on port ${port}, which lives but is not this database's server (after a power cut the number may belong to another program).`,
    'If that process is no PostgreSQL server, delete the file and start again.',
  );
}
