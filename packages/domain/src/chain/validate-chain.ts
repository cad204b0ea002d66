import type { ChainDeclaration, StepDeclaration } from './chain.js';
import { findCircles } from './find-circles.js';

export interface ChainMistake {
  /** `tgs_daily.steps.sync.needs[0]` */
  where: string;
  message: string;
}

/** Names stand in columns of this width (S4.14, S4.15). */
export const MAX_NAME_LENGTH = 50;
export const MAX_RETRY_ATTEMPTS = 20;
export const MAX_INTERRUPTIONS = 20;
const DAY_MS = 24 * 60 * 60 * 1000;

/** All that is wrong with a declaration, so that it is mended at once; empty for a good one. To be asked before any chain starts. */
export function validateChain(chain: ChainDeclaration): ChainMistake[] {
  const at = chain.name;
  const duplicates = chain.steps.filter((step, index) => chain.steps.findIndex((other) => other.name === step.name) !== index);
  return [
    ...nameMistakes(at, at),
    ...titleMistakes(`${at}.title`, chain.title),
    ...(chain.modes.length === 0
      ? [{ where: `${at}.modes`, message: 'Name at least one mode in which the chain can run.' }]
      : []),
    ...rangeMistakes(`${at}.maxResumeAgeMs`, chain.maxResumeAgeMs, 1, 30 * DAY_MS),
    ...(chain.steps.length === 0 ? [{ where: `${at}.steps`, message: 'A chain has at least one step.' }] : []),
    ...duplicates.map(({ name }) => ({ where: `${at}.steps.${name}`, message: `Two steps are called ${name}; rename one.` })),
    ...chain.steps.flatMap((step) => stepMistakes(chain, step)),
    ...findCircles(chain).map((circle) => ({
      where: `${at}.steps.${circle[0]}`,
      message: `These steps need each other in a circle: ${circle.join(' → ')}.`,
    })),
  ];
}

function stepMistakes(chain: ChainDeclaration, step: StepDeclaration): ChainMistake[] {
  const at = `${chain.name}.steps.${step.name}`;
  return [
    ...nameMistakes(at, step.name),
    ...titleMistakes(`${at}.title`, step.title),
    ...(step.upstream === null ? [] : nameMistakes(`${at}.upstream`, step.upstream)),
    ...step.needs.flatMap((_need, index) => needMistakes(chain, step, index)),
    ...step.prerequisites.flatMap(({ name, sentence }, index) => [
      ...titleMistakes(`${at}.prerequisites[${index}].name`, name),
      ...titleMistakes(`${at}.prerequisites[${index}].sentence`, sentence),
    ]),
    ...rangeMistakes(`${at}.retry.attempts`, step.retry.attempts, 0, MAX_RETRY_ATTEMPTS),
    ...rangeMistakes(`${at}.retry.backoffMs`, step.retry.backoffMs, 0, DAY_MS),
    ...rangeMistakes(`${at}.timeoutMs`, step.timeoutMs, 1, DAY_MS),
    ...rangeMistakes(`${at}.maxInterruptions`, step.maxInterruptions, 0, MAX_INTERRUPTIONS),
  ];
}

function needMistakes(chain: ChainDeclaration, step: StepDeclaration, index: number): ChainMistake[] {
  const where = `${chain.name}.steps.${step.name}.needs[${index}]`;
  const name = step.needs[index]?.step ?? '';
  if (name === step.name) return [{ where, message: `${name} needs itself.` }];
  if (step.needs.findIndex((need) => need.step === name) !== index) return [{ where, message: `${name} is needed already.` }];
  const known = chain.steps.map((other) => other.name);
  return known.includes(name) ? [] : [{ where, message: `There is no step ${name}; the steps are ${known.join(', ')}.` }];
}

function nameMistakes(where: string, name: string): ChainMistake[] {
  return [
    ...(name.length > MAX_NAME_LENGTH
      ? [{ where, message: `The name has ${name.length} characters; ${MAX_NAME_LENGTH} fit.` }]
      : []),
    ...(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)
      ? []
      : [{ where, message: `"${name}" is not written like_this: small letters, digits, underscores.` }]),
  ];
}

function titleMistakes(where: string, text: string): ChainMistake[] {
  return text.trim() === '' ? [{ where, message: 'It is empty.' }] : [];
}

function rangeMistakes(where: string, value: number, least: number, most: number): ChainMistake[] {
  const isFine = Number.isInteger(value) && value >= least && value <= most;
  return isFine ? [] : [{ where, message: `${value} is not a whole number from ${least} to ${most}.` }];
}
