import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { isRowId } from '../contract/global-id.js';
import type { Dependencies } from '../dependencies.js';
import { ExportRefusedError } from '../modules/exports/export-refused.js';
import { type Download, type GivenLink, openDownload, readChunks, recordDownload } from '../modules/exports/open-download.js';
import { Problem } from './problem.js';

const CONTENT_TYPES: Record<Download['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

/** A file that was exported, to whoever has a link that is good: `GET /exports/:id?expires=…&signature=…`. */
export function answerExport(deps: Pick<Dependencies, 'database' | 'settings' | 'now'>): RequestHandler {
  return async (request, response) => {
    // Whatever the answer is, it is for one person and for now.
    response.set('cache-control', 'private, no-store');
    const { expires, signature } = request.query;
    const download = await open(deps, {
      exportId: String(request.params.id),
      expires: String(expires ?? ''),
      signature: String(signature ?? ''),
    });
    if (request.method === 'GET') await recordDownload(deps, download, String(response.locals.requestId));
    response.set({
      'content-type': CONTENT_TYPES[download.format],
      'content-length': String(download.bytes),
      'content-disposition': `attachment; filename="${download.fileName}"`,
    });
    if (request.method === 'HEAD') return void response.end();
    try {
      await pipeline(Readable.from(readChunks(deps.database.pool, download), { objectMode: true, highWaterMark: 1 }), response);
    } catch (error) {
      // Whoever went away in the middle needs no answer, and nothing went wrong here.
      if (!isGoneAway(error)) throw error;
    }
  };
}

async function open(deps: Parameters<typeof openDownload>[0], link: GivenLink): Promise<Download> {
  if (!isRowId(link.exportId)) throw PROBLEMS.invalid();
  try {
    const opened = await openDownload(deps, link);
    if (opened.kind === 'open') return opened.download;
    throw PROBLEMS[opened.kind]();
  } catch (error) {
    if (!(error instanceof ExportRefusedError)) throw error;
    throw new Problem({ status: 403, code: 'FORBIDDEN', message: error.message, remedy: error.remedy });
  }
}

const PROBLEMS = {
  invalid: () =>
    new Problem({
      status: 403,
      code: 'LINK_INVALID',
      message: 'The link is not one that was given here.',
      remedy: 'Ask for `downloadUrl` of the export, and use it as it is.',
    }),
  expired: () =>
    new Problem({
      status: 410,
      code: 'LINK_EXPIRED',
      message: 'The link was good for five minutes.',
      remedy: 'Ask for `downloadUrl` of the export again.',
    }),
  gone: () =>
    new Problem({
      status: 410,
      code: 'FILE_EXPIRED',
      message: 'The file is not kept any more.',
      remedy: 'Export the rows again.',
    }),
};

const isGoneAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
