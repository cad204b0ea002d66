import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/** JSON lines (S1.24), one object per event. Values named here never reach a line, whoever logs them. */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: { service: 'rollcall' },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['nric', '*.nric', 'authorization', '*.authorization', 'clientSecret', '*.clientSecret', 'password', '*.password'],
        censor: '[hidden]',
      },
    },
    options.destination ?? pino.destination(2),
  );
}
