/** Why a postmaster ended at start, as far as its log tells. */
export type StartFailure =
  | 'address-in-use'
  | 'another-server'
  | 'memory-of-killed-server'
  | 'disk-full'
  | 'administrator-account'
  | 'unknown';

const signs: [StartFailure, RegExp][] = [
  // children of a postmaster that was killed need a moment to notice and leave
  ['memory-of-killed-server', /pre-existing shared memory block/i],
  ['another-server', /lock file ".*" already exists|is another postmaster|lock file ".*" is empty/i],
  [
    'address-in-use',
    /could not bind .*address already in use|could not create any TCP\/IP sockets|only one usage of each socket address/i,
  ],
  ['disk-full', /no space left on device/i],
  ['administrator-account', /administrative permissions is not permitted/i],
];

/** Reads the failure out of the log of one start. The server runs with LC_ALL=C, so its messages are the English ones. */
export function explainFailure(output: string): StartFailure {
  return signs.find(([, sign]) => sign.test(output))?.[0] ?? 'unknown';
}
