import { type ChainRegistry, createChainRegistry } from '../workflow/chain-registry.js';
import { CLASS_ACTIVATION } from './class-activation/class-activation.js';
import { CLEANUP } from './cleanup/cleanup.js';
import { TGS_DAILY } from './tgs-daily/tgs-daily.js';

/** Every chain of Rollcall, checked. Throws `ChainDeclarationError` with the exact place of each mistake. */
export const loadChains = (): ChainRegistry => createChainRegistry([TGS_DAILY, CLASS_ACTIVATION, CLEANUP]);
