import type { NewProvider } from '../modules/training-providers/provider-fields.js';

/** Entity type ZZ is given to nobody, so this UEN is well formed and can never be a real one. */
export const DEMO_UEN = 'T26ZZ0001K';

export const DEMO_PROVIDER = {
  uen: DEMO_UEN,
  code: `${DEMO_UEN}-01`,
  name: 'Harbourlight Learning (invented)',
  timeZone: 'Asia/Singapore',
  alertEmails: ['operations@harbourlight.example.org'],
} as const satisfies NewProvider;
