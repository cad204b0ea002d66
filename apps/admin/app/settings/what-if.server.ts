import { type ActFault, refused, textsOf } from '~/api/act.server';
import type { ActRequest } from '~/api/page.server';
import { type Preview, previewSettings } from './preview.server';
import { saveSettings } from './provider-settings.server';

/** What a form with a preview answers while nothing is saved yet. */
export interface WhatIfAnswer {
  preview: Preview;
  /** The values that were previewed, for the form to send along when they are saved. */
  tried: string;
  /** Whether saving was wished, but of values nobody had previewed. */
  again: boolean;
  values: Record<string, string>;
}

type Tried = Parameters<typeof previewSettings>[1];

/** Previews settings, or saves those that were previewed. @param tried what the form has, parsed; or what is wrong with it */
export async function whatIf(request: ActRequest, back: string, tried: Tried | { fault: ActFault }) {
  const { form, text } = request;
  if ('fault' in tried) return refused(tried.fault, form);
  const print = JSON.stringify(tried);
  const wantsPreview = text('intent') === 'preview';
  if (!wantsPreview && text('tried') === print) return saveSettings(request, back, tried);
  const answer = await previewSettings(request, tried);
  if ('fault' in answer) return refused(answer.fault, form);
  return { preview: answer.preview, tried: print, again: !wantsPreview, values: textsOf(form) } satisfies WhatIfAnswer;
}

/** What is said of a field that does not hold what it should. */
export const invalid = (field: string, message: string, remedy: string): { fault: ActFault } => ({
  fault: { code: 'INVALID_INPUT', message, remedy, path: ['input', field] },
});
