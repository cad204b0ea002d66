import { data } from '@remix-run/node';
import { type ActFault, textsOf } from '~/api/act.server';

/** Answers a refused form that has several boxes of one name, with all that were ticked. */
export const refusedWithTicks = (fault: ActFault, form: FormData, ...names: string[]) =>
  data({ fault, values: textsOf(form), ticked: ticksOf(form, names) }, { status: fault.code === 'FORBIDDEN' ? 403 : 400 });

export const ticksOf = (form: FormData, names: string[]): Record<string, string[]> =>
  Object.fromEntries(names.map((name) => [name, form.getAll(name).map(String)]));
