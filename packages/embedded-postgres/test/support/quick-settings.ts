/** Tests of the supervisor need no durability against power cuts, and CI disks are slow. */
export const quickSettings = { fsync: 'off' };
