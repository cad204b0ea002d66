import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CallScope } from '../src/call-scope.js';
import { runView } from './support/answers.js';
import { rejectionOf, startFixture } from './support/test-client.js';

const context = { operation: 'courseRuns.get', correlationId: 'c-1', attempt: 1, repeatable: true };

describe('the life of one call', () => {
  test('a long-lived signal collects nothing: every call lets go of it', async () => {
    const { client } = await startFixture([{ body: runView() }]);
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    onTestFinished(() => void process.off('warning', listen));

    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => client.courseRuns.get('850001', {}, { signal })));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test('a list that is left half-way lets go as well', async () => {
    const { client } = await startFixture([{ body: { data: [], status: 500 } }]);
    const { signal } = new AbortController();
    const items = client.trainers.list({ uen: '201900001A' }, { signal })[Symbol.asyncIterator]();
    await rejectionOf(items.next());
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('work that others share goes on when one waiter stops', async () => {
    const abort = new AbortController();
    const scope = new CallScope('c-1', [abort.signal]);
    let finish: ((value: string) => void) | undefined;
    const shared = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const waiting = rejectionOf(scope.until(shared));
    abort.abort(new Error('enough'));
    expect(await waiting).toMatchObject({ message: 'enough' });
    finish?.('done');
    expect(await shared).toBe('done');
    scope.close();
  });

  test('says who stopped it: the caller, or the time budget', async () => {
    const byCaller = new CallScope('c-1', [undefined, AbortSignal.abort()]);
    expect(byCaller.stoppedError(context)).toMatchObject({ kind: 'aborted' });
    const byBudget = new CallScope('c-1', [], 1);
    await rejectionOf(byBudget.wait(60_000));
    expect(byBudget.stoppedError(context)).toMatchObject({ kind: 'unavailable', reason: 'time-budget' });
    byCaller.close();
    byBudget.close();
  });

  test('without a budget there is always time; a huge one does not end at once', () => {
    const endless = new CallScope('c-1', []);
    expect(endless.remainingMs()).toBe(Number.POSITIVE_INFINITY);
    const huge = new CallScope('c-1', [], Number.POSITIVE_INFINITY);
    expect(huge.remainingMs()).toBe(Number.POSITIVE_INFINITY);
    expect(huge.signal.aborted).toBe(false);
    endless.close();
    huge.close();
  });

  test('an error of the work itself is passed on as it is', async () => {
    const scope = new CallScope('c-1', []);
    await expect(scope.unlessStopped(context, () => Promise.reject(new RangeError('other')))).rejects.toThrow(RangeError);
    scope.close();
  });
});
