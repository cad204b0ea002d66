import { z } from 'zod';
import { isDate } from './dates.js';
import { isUen } from './identifiers.js';
import type { SimulatorOptions } from './server.js';

const wholeNumber = z.coerce.number().int().min(0);

/** Flags of a command that starts the simulator alone, as a command line gives them: texts, or absent. */
const simulatorCommand = z.strictObject({
  port: wholeNumber.max(65_535).default(4010),
  host: z.string().min(1).default('127.0.0.1'),
  seed: wholeNumber.default(1),
  today: z.string().refine(isDate, 'must be a calendar date, YYYY-MM-DD'),
  dataset: z.string().min(1).optional(),
  uen: z.string().refine(isUen, 'must be a UEN, like 201912345K').optional(),
  courses: wholeNumber.optional(),
  runsPerCourse: wholeNumber.optional(),
  learnersPerRun: wholeNumber.optional(),
});

export type SimulatorCommandFlags = z.input<typeof simulatorCommand>;

/**
 * `--port --host --seed --today --dataset FILE --uen UEN` → options for `startSimulator`. Without a dataset a provider is generated
 * (`--courses`, `--runsPerCourse`, `--learnersPerRun`). Throws a ZodError that names the flag.
 */
export function readSimulatorCommand(flags: SimulatorCommandFlags): SimulatorOptions {
  const { port, host, seed, today, dataset: csvPath, uen, ...sizes } = simulatorCommand.parse(flags);
  const provider = uen === undefined ? {} : { uen };
  if (csvPath !== undefined) return { port, host, seed, today, dataset: { kind: 'csv', csvPath, ...provider } };
  return { port, host, seed, today, dataset: { kind: 'generated', ...provider, ...sizes } };
}
