import { type FaultEffect, type FaultRule, type FaultRuleInput, faultRule } from './fault-rule.js';

export interface ActiveFault {
  id: string;
  rule: FaultRule;
  /** Calls that met the rule's conditions, spoiled or not. */
  met: number;
  /** Calls that it spoiled. */
  applied: number;
}

/** What a call is about, for choosing the faults that meet it. */
export interface FaultSubject {
  operation: FaultRule['operation'];
  runId?: string;
  courseReferenceNumber?: string;
  referenceNumber?: string;
}

export interface ChosenFault {
  id: string;
  effect: FaultEffect;
  /** Settles when the rule is cleared or the simulator stops. */
  cleared: Promise<void>;
}

export interface Faults {
  /** Throws a ZodError when the rule is not understood. Rules add up: a call may be late and shuffled. */
  add(rule: FaultRuleInput): ActiveFault;
  list(): ActiveFault[];
  /** One rule or all of them; false when there was none with this id. Calls held by it go on. */
  clear(id?: string): boolean;
}

export interface FaultChooser extends Faults {
  choose(subject: FaultSubject): ChosenFault[];
}

/** Faults are scripted, never random: the nth call of a kind is spoiled in the same way each time. */
export function createFaults(): FaultChooser {
  const active = new Map<string, ActiveFault & { cleared: Promise<void> }>();
  const releases = new Map<string, () => void>();
  let number = 0;

  function clearOne(id: string): boolean {
    releases.get(id)?.();
    releases.delete(id);
    return active.delete(id);
  }

  return {
    add(input) {
      const rule = faultRule.parse(input);
      const id = `fault-${++number}`;
      const cleared = new Promise<void>((resolve) => void releases.set(id, resolve));
      const fault = { id, rule, met: 0, applied: 0, cleared };
      active.set(id, fault);
      return visible(fault);
    },
    list: () => [...active.values()].map(visible),
    clear(id) {
      if (id !== undefined) return clearOne(id);
      return [...active.keys()].map(clearOne).some(Boolean);
    },
    choose(subject) {
      return [...active.values()].flatMap((fault) => {
        if (!meets(fault.rule, subject)) return [];
        fault.met++;
        const { fromCall, times = Number.POSITIVE_INFINITY } = fault.rule;
        if (fault.met < fromCall || fault.applied >= times) return [];
        fault.applied++;
        return [{ id: fault.id, effect: fault.rule.effect, cleared: fault.cleared }];
      });
    },
  };
}

const visible = ({ id, rule, met, applied }: ActiveFault): ActiveFault => ({ id, rule, met, applied });

function meets(rule: FaultRule, subject: FaultSubject): boolean {
  return (
    (rule.operation === subject.operation || (rule.operation === '*' && subject.operation !== 'token')) &&
    (rule.runId === undefined || rule.runId === subject.runId) &&
    (rule.courseReferenceNumber === undefined || rule.courseReferenceNumber === subject.courseReferenceNumber) &&
    (rule.referenceNumber === undefined || rule.referenceNumber === subject.referenceNumber)
  );
}
