import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import type { z } from 'zod';
import { type Links, linksOf } from '~/links';
import { faultResponse, notFound } from './api-fault';
import { type Ask, createAsk } from './ask.server';
import { requireOwnRows } from './own-rows.server';
import { orFault } from './unexpected.server';

/** What a page's loader works with. */
export interface PageRequest {
  ask: Ask;
  request: Request;
  url: URL;
  /** The provider's UEN, out of the path. */
  uen: string;
  links: Links;
  /** A part of the path; a missing one is a fault of the routes, and answers 404. */
  param(name: string): string;
  context: AppLoadContext;
}

export interface ActRequest extends PageRequest {
  form: FormData;
  /** A field's text, trimmed; empty where it is missing. */
  text(name: string): string;
  /** The same, null where it is empty: for what is left out. */
  optional(name: string): string | null;
  /** A field whose words are known. Throws the page for bad input for any other: an act never guesses what was meant. */
  choice<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema>;
}

function pageRequest({ request, params, context }: LoaderFunctionArgs): PageRequest {
  const param = (name: string): string => {
    const value = params[name];
    if (!value) throw notFound('page');
    return value;
  };
  const uen = params['uen'] ?? '';
  return { ask: createAsk(request, context), request, url: new URL(request.url), uen, links: linksOf(uen), param, context };
}

/** A loader of a page below `/p/:uen`. The API decides who may read; what it refuses becomes the 403 page. */
export const pageLoader =
  <Loaded>(load: (page: PageRequest) => Promise<Loaded>) =>
  (args: LoaderFunctionArgs): Promise<Loaded> =>
    orFault(args, async () => {
      const page = pageRequest(args);
      // Side by side: what is thrown away where the row is another provider's costs nobody anything.
      const loading = load(page);
      loading.catch(() => undefined);
      await requireOwnRows(page.ask, page.uen, args.params);
      return loading;
    });

/** A loader of what lies around pages, and has no part in their rows: it stays where a page's row is another provider's, or none. */
export const frameLoader =
  <Loaded>(load: (page: PageRequest) => Promise<Loaded>) =>
  (args: LoaderFunctionArgs): Promise<Loaded> =>
    orFault(args, async () => load(pageRequest(args)));

/** An action of a page below `/p/:uen`, with its form read. */
export const pageAction =
  <Answer>(act: (request: ActRequest) => Promise<Answer>) =>
  (args: ActionFunctionArgs): Promise<Answer> =>
    orFault(args, async () => {
      const form = await readForm(args.request);
      const text = (name: string): string => {
        const value = form.get(name);
        return typeof value === 'string' ? value.trim() : '';
      };
      const page = pageRequest(args);
      await requireOwnRows(page.ask, page.uen, args.params);
      const choice: ActRequest['choice'] = (name, schema) => {
        const read = schema.safeParse(text(name));
        if (read.success) return read.data;
        throw faultResponse({
          kind: 'bad-input',
          message: `The field “${name}” holds nothing that can be chosen.`,
          remedy: 'Go back, choose again and send the form.',
          errorId: null,
        });
      };
      return act({ ...page, form, text, optional: (name) => text(name) || null, choice });
    });

/** Throws the page for bad input where what was sent is no form: broken off, or made by hand. */
const readForm = (request: Request): Promise<FormData> =>
  request.formData().catch((error: unknown) => {
    if (request.signal.aborted) throw error;
    throw faultResponse({
      kind: 'bad-input',
      message: 'What was sent cannot be read as a form.',
      remedy: 'Load the page again, and send the form from there.',
      errorId: null,
    });
  });
