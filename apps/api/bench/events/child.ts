import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark, and what it says. */
export interface Child {
  send(message: object): void;
  /** The next message with this `type`. Rejects when the process ends before. */
  says<Message>(type: string): Promise<Message>;
  /** Asks it to end, and waits. Answers with the seconds of CPU it used. */
  stop(): Promise<number>;
}

export function startChild(file: URL, ...words: string[]): Child {
  const child: ChildProcess = fork(fileURLToPath(file), words, { serialization: 'advanced' });
  const ended = once(child, 'exit');
  const says = <Message>(type: string) =>
    new Promise<Message>((resolve, reject) => {
      const listen = (message: { type: string }) => {
        if (message.type !== type) return;
        child.off('message', listen);
        resolve(message as Message);
      };
      child.on('message', listen);
      ended.then(([code]) => reject(new Error(`${fileURLToPath(file)} ended with code ${code} before it said ${type}.`)), reject);
    });
  return {
    send: (message) => child.send(message),
    says,
    stop: async () => {
      const used = says<{ seconds: number }>('stopped');
      child.send({ type: 'stop' });
      const { seconds } = await used;
      await ended;
      return seconds;
    },
  };
}

/** In the child: what to do at each message, and how to end. */
export function serveParent(handlers: Record<string, (message: never) => unknown>, close: () => Promise<void>): void {
  process.on('message', async (message: { type: string }) => {
    if (message.type !== 'stop') return void handlers[message.type]?.(message as never);
    await close();
    const { user, system } = process.cpuUsage();
    tellParent({ type: 'stopped', seconds: (user + system) / 1e6 });
    process.disconnect();
  });
}

export const tellParent = (message: object): void => {
  process.send?.(message);
};
