import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { loadSecrets } from '../../settings/secrets.js';
import type { Settings } from '../../settings/settings.js';

/** What a link to a file is good for. */
export interface ExportLink {
  exportId: string;
  /** Kind and id of who asked for the file. */
  requestedBy: string;
  /** Epoch seconds. */
  expires: number;
}

/** Milliseconds that a link is good for: it needs no cookie, so that nothing else but a download can be made of it. */
export const LINK_LIFE_MS = 5 * 60 * 1000;

const KEY_BYTES = 32;

export interface ExportLinks {
  /** The path and query of a link. */
  pathOf(link: ExportLink): string;
  /** Whether a signature is that of the link, expired or not. Takes as long for a wrong one as for a right one. */
  isSigned(link: ExportLink, signature: string): boolean;
}

/** A key of its own is derived from the installation's: what leaks of one use tells nothing of another. */
export function createExportLinks(secretKey: string): ExportLinks {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'rollcall export links', KEY_BYTES));
  const sign = ({ exportId, requestedBy, expires }: ExportLink): Buffer =>
    createHmac('sha256', key).update(`${exportId}|${expires}|${requestedBy}`).digest();
  return {
    pathOf: (link) => `/exports/${link.exportId}?expires=${link.expires}&signature=${sign(link).toString('base64url')}`,
    isSigned: (link, signature) => {
      const given = Buffer.from(signature, 'base64url');
      const right = sign(link);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

const known = new WeakMap<Settings, ExportLinks>();

/** Those of an installation; its key is read once. */
export function exportLinksOf(settings: Settings): ExportLinks {
  const links = known.get(settings) ?? createExportLinks(loadSecrets(settings).secretKey);
  known.set(settings, links);
  return links;
}
