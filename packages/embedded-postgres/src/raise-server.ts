import { realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.js';
import { askServer, type ServerAnswer } from './connection.js';
import type { ClusterPaths } from './directory.js';
import { EmbeddedPostgresError } from './errors.js';
import type { ServerIdentity } from './identity.js';
import { type LaunchedServer, launchServer } from './launch-server.js';
import { findFreePort, isPortFree, portTaken } from './port.js';
import { type Postmaster, readPostmaster, removeStalePidFile } from './postmaster.js';
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
/** How long the folder may be locked by a process that never answers before we say so. */
const contestedMs = 10_000;

/**
 * Comes back with a running server of this folder: the one that runs, else a new one. PostgreSQL's own lock file decides
 * between two starts; the loser finds the winner in it and adopts it.
 */
export async function raiseServer(plan: ServerPlan): Promise<RaisedServer> {
  const deadline = Date.now() + plan.startTimeoutMs;
  let contestedSince: number | undefined;
  let lastOutput = '';
  while (Date.now() < deadline) {
    const staleHolder = removeStalePidFile(plan.paths.data);
    if (staleHolder) plan.log(`Removed a lock file that a killed database server left: it named ${staleHolder}`);
    const running = await adoptServer(plan, deadline);
    if (running) return { ...running, adopted: true };

    const port = plan.port ?? (await findFreePort());
    // A port taken by another start of this folder is no fault: that start locked the folder first, and shows as its owner below.
    if (plan.port !== undefined && !(await isPortFree(port)) && !hasLivingPostmaster(plan)) throw portTaken(port);
    const launched = launchServer(plan, port);
    if (await becomesReady(plan, launched, deadline)) return { pid: launched.pid, port, adopted: false };

    lastOutput = launched.output();
    const failure = explainFailure(lastOutput);
    if (failure === 'another-server') {
      contestedSince ??= Date.now();
      if (Date.now() - contestedSince > contestedMs) throw lockedBySilentProcess(plan, lastOutput);
      await delay(retryMs);
    } else if (failure === 'memory-of-killed-server') {
      plan.log('Waiting for the last processes of a killed database server to leave');
      await delay(retryMs);
    } else if (failure === 'address-in-use') {
      // Someone took it since we looked: another free one is tried, but a port that was asked for is not changed.
      if (plan.port !== undefined) throw portTaken(plan.port);
    } else if (Date.now() < deadline) {
      throw startError(plan, failure, lastOutput);
    }
  }
  throw new EmbeddedPostgresError(
    'start-timeout',
    `The database server of ${plan.paths.directory} was not ready within ${plan.startTimeoutMs} ms. ${lastOutput}`.trim(),
    `Read ${plan.paths.logFile}; recovery after a crash of a large database may need a longer start timeout.`,
  );
}

/** The server named in postmaster.pid, once it is ready; undefined when there is none, it leaves, or it does not answer. */
async function adoptServer(plan: ServerPlan, deadline: number): Promise<Postmaster | undefined> {
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(plan.paths.data);
    if (!postmaster || !isAlive(postmaster.pid)) return undefined;
    const answer = await askServer({ ...plan, port: postmaster.port });
    if (isReadyFor(plan, answer)) {
      plan.log(`Adopted the database server that runs already (process ${postmaster.pid}, port ${postmaster.port})`);
      return postmaster;
    }
    if (answer.state === 'refuses-credentials') throw wrongCredentials(plan, answer.message);
    if (answer.state !== 'starting') return undefined;
    await delay(pollMs);
  }
  return undefined;
}

/** False when the server ended, or had to be ended because its time was over: nobody would stop it later. */
async function becomesReady(plan: ServerPlan, launched: LaunchedServer, deadline: number): Promise<boolean> {
  while (!launched.hasEnded()) {
    const answer = await askServer({ ...plan, port: launched.port });
    if (isReadyFor(plan, answer)) return true;
    if (answer.state === 'refuses-credentials' && readPostmaster(plan.paths.data)?.pid === launched.pid) {
      await launched.end();
      throw wrongCredentials(plan, answer.message);
    }
    if (Date.now() > deadline) await launched.end();
    else await delay(pollMs);
  }
  return false;
}

function hasLivingPostmaster(plan: ServerPlan): boolean {
  const postmaster = readPostmaster(plan.paths.data);
  return postmaster !== undefined && isAlive(postmaster.pid);
}

function isReadyFor(plan: ServerPlan, answer: ServerAnswer): boolean {
  return answer.state === 'ready' && realpathSync(answer.dataDirectory) === realpathSync(plan.paths.data);
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

function lockedBySilentProcess(plan: ServerPlan, output: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'folder-locked',
    `The database folder ${plan.paths.directory} is locked by a process that does not answer: ${output}`,
    `If no PostgreSQL server uses it, delete ${plan.paths.data}/postmaster.pid and start again.`,
  );
}
