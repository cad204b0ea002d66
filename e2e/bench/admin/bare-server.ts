import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SavedAnswers } from './saved-answers.js';

export interface BareMessage {
  answers: SavedAnswers;
}

export interface BareServer {
  url: string;
  stop(): Promise<void>;
}

/** Serves saved answers from a process of its own, so that it has nothing to do with what measures. */
export async function startBareServer(answers: SavedAnswers): Promise<BareServer> {
  const child = fork(fileURLToPath(new URL('./bare-process.ts', import.meta.url)));
  const ended = once(child, 'exit');
  child.send({ answers } satisfies BareMessage);
  const message = await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('The bare server ended.'))),
  ]);
  const [{ port }] = message as [{ port: number }];
  return {
    // By the name under which the console is opened, so that the browser treats both alike.
    url: `http://localhost:${port}`,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
