/** A scripted misbehaviour of the simulated SSG; packages/ssg/src/simulator/fault-rule.ts has every member. */
export interface FaultRule {
  operation: string;
  fromCall?: number;
  times?: number;
  runId?: string;
  effect: { kind: 'hold' } | { kind: 'status'; status: number; body: 'gateway' | 'envelope' };
}

interface ActiveFault {
  id: string;
  /** Calls that it spoiled, or holds. */
  applied: number;
}

/** Steers a simulated SSG in another process, over `/__simulator`. */
export interface SimulatorControl {
  addFault(rule: FaultRule): Promise<ActiveFault>;
  /** How many calls a fault has met with so far. */
  callsStruckBy(faultId: string): Promise<number>;
  /** Takes all faults away; calls that were held go on. */
  clearFaults(): Promise<void>;
  /** Calls by operation since the simulator began. */
  callCounts(): Promise<Record<string, number>>;
  courses(): Promise<{ referenceNumber: string; title: string }[]>;
  trainers(): Promise<{ name: string; email: string }[]>;
  enrolmentsOf(ssgRunId: string): Promise<{ referenceNumber: string; status: string }[]>;
  /** SSG's own staff enrol somebody whom they know only by name: without an identifier, without an e-mail address. */
  enrolUnknown(ssgRunId: string, fullName: string): Promise<void>;
  /** SSG's own staff cancel an enrolment. */
  cancelEnrolment(referenceNumber: string): Promise<void>;
}

export function controlSimulator(url: string): SimulatorControl {
  const ask = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/__simulator/${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    addFault: (rule) => ask('faults', 'POST', rule),
    async callsStruckBy(faultId) {
      const fault = (await ask<ActiveFault[]>('faults')).find(({ id }) => id === faultId);
      if (!fault) throw new Error(`The simulator has no fault ${faultId}.`);
      return fault.applied;
    },
    clearFaults: async () => void (await ask('faults', 'DELETE')),
    callCounts: async () => (await ask<{ counts: Record<string, number> }>('calls')).counts,
    courses: () => ask('state/courses'),
    trainers: () => ask('state/trainers'),
    enrolmentsOf: (ssgRunId) => ask(`state/runs/${ssgRunId}/enrolments`),
    enrolUnknown: async (ssgRunId, fullName) =>
      void (await ask('enrolments', 'POST', {
        action: 'add',
        runId: Number(ssgRunId),
        trainee: { fullName, identifier: '', email: '' },
      })),
    cancelEnrolment: async (referenceNumber) => void (await ask('enrolments', 'POST', { action: 'cancel', referenceNumber })),
  };
}
