import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import { type Links, linksOf } from '~/links';
import { notFound } from './api-fault';
import { type Ask, createAsk } from './ask.server';

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
    load(pageRequest(args));

/** An action of a page below `/p/:uen`, with its form read. */
export const pageAction =
  <Answer>(act: (request: ActRequest) => Promise<Answer>) =>
  async (args: ActionFunctionArgs): Promise<Answer> => {
    const form = await args.request.formData();
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    return act({ ...pageRequest(args), form, text, optional: (name) => text(name) || null });
  };
