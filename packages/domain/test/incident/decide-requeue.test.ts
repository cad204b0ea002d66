import { expect, test } from 'vitest';
import { decideRequeue, type IncidentToRequeue } from '../../src/incident/decide-requeue.js';

const refusal = { kind: 'refused', reason: 'The run is complete.', remedy: 'Start a new run.' } as const;
const incident = (values: Partial<IncidentToRequeue> = {}): IncidentToRequeue => ({
  status: 'open',
  hasProvider: true,
  resume: null,
  runsTouched: [],
  ...values,
});

test('S1.19 the chain run that met the incident goes on, whatever it touched', () => {
  const resume = { kind: 'resume', reuse: [], redo: [], leaveOut: [] } as const;
  expect(decideRequeue(incident({ resume: { ...resume, reuse: [], redo: [], leaveOut: [] }, runsTouched: ['1'] }))).toEqual({
    kind: 'resume',
  });
});

test('S1.19 where it cannot, or none met it, what was touched is read again: one run, or all', () => {
  expect(decideRequeue(incident({ resume: refusal, runsTouched: ['850001'] }))).toEqual({ kind: 'sync', onlySsgRunId: '850001' });
  expect(decideRequeue(incident({ runsTouched: ['850001', '850002'] }))).toEqual({ kind: 'sync', onlySsgRunId: null });
});

test('S1.19 where nothing can be tried again, the refusal says what to do', () => {
  expect(decideRequeue(incident({ status: 'closed', runsTouched: ['1'] }))).toMatchObject({ kind: 'refused' });
  expect(decideRequeue(incident())).toMatchObject({ kind: 'refused', remedy: expect.stringContaining('closes by itself') });
  expect(decideRequeue(incident({ resume: refusal }))).toMatchObject({ remedy: 'Start a new run.' });
  expect(decideRequeue(incident({ resume: { kind: 'full_run_offered', reason: 'Too old.' } }))).toMatchObject({
    remedy: 'Run the chain from its beginning.',
  });
  expect(decideRequeue(incident({ hasProvider: false, runsTouched: ['1'] }))).toMatchObject({ kind: 'refused' });
});
