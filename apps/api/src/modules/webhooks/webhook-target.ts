import { ActRefusal } from '../../acts/act-refusal.js';
import type { Settings } from '../../settings/settings.js';
import { requireWebhookAddress, WebhookAddressError } from '../alerts/webhook-address.js';
import { isPublicAddress } from './public-address.js';

/** On the machine of whoever tries Rollcall out, receivers are on that machine too. */
export const allowsAddress = ({ environment }: Pick<Settings, 'environment'>): ((address: string) => boolean) =>
  environment === 'local' ? () => true : isPublicAddress;

const LONGEST_URL = 1000;

/**
 * The address of a webhook as it is stored. What its name leads to is asked when a message is sent, and each time anew.
 * Throws `ActRefusal`.
 */
export function requireTarget(settings: Pick<Settings, 'environment'>, address: string): string {
  try {
    const url = requireWebhookAddress(address.trim());
    if (url.protocol !== 'https:' && settings.environment !== 'local')
      throw new WebhookAddressError(`The webhook address begins with ${url.protocol}//.`);
    if (url.href.length > LONGEST_URL) throw new WebhookAddressError(`The webhook address has ${url.href.length} characters.`);
    return url.href;
  } catch (error) {
    if (!(error instanceof WebhookAddressError)) throw error;
    const { message, remedy } = error;
    throw new ActRefusal({ code: 'INVALID_INPUT', message, remedy, path: ['input', 'url'] });
  }
}

/** The path of an address may be a secret; what is left says where it leads. */
export const maskTarget = (url: string): string => (URL.canParse(url) ? `${new URL(url).origin}/***` : '***');
