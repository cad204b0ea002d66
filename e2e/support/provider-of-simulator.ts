import { expect } from '@playwright/test';
import { writeCsv } from './csv.js';
import type { Installation, SimulatedSsg } from './installation.js';
import type { Settings } from './settings.js';

export const COURSE_COLUMNS = ['course_code', 'title', 'trainers_email_list', 'trainers_list'];
export const USER_COLUMNS = ['name', 'email', 'roles'];

/** Makes the simulator's provider and its courses known to Rollcall, by the commands that a person would use. */
export async function addProviderOf(ssg: SimulatedSsg, installation: Installation, settings: Settings): Promise<void> {
  const added = await installation.rollcall(['provider', 'add', '--uen', ssg.uen, '--name', 'Invented'], settings);
  expect(added).toMatchObject({ code: 0 });
  const courses = (await ssg.courses()).map(({ referenceNumber, title }) => [referenceNumber, title, '', '']);
  await installation.write('courses.csv', writeCsv(COURSE_COLUMNS, courses));
  expect(await installation.rollcall(['import', 'courses', 'courses.csv'], settings)).toMatchObject({ code: 0 });
}
