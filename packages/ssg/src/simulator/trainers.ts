import { forbiddenUen, invalidInput, mysfSuccess, nothingFound } from './answers.js';
import type { OperationHandler } from './operation-call.js';
import { pageOf, readPaging } from './paging.js';
import { profileTrainerAnswer } from './trainer-answers.js';

/** GET /trainingProviders/{uen}/trainers (ssg-api.md §8.0): `keyword` looks into name and e-mail; identifiers are masked. */
export const listTrainers: OperationHandler = ({ parameters, query, uens, state, paging }) => {
  const uen = parameters.uen ?? '';
  const pages = readPaging(query, 20, 100);
  if (pages === null) return invalidInput();
  if (!uens.includes(uen)) return forbiddenUen('mysf');
  const keyword = (query.get('keyword') ?? '').trim().toLowerCase();
  const trainers = (state.provider(uen)?.trainers ?? []).filter(
    ({ name, email }) => name.toLowerCase().includes(keyword) || email.toLowerCase().includes(keyword),
  );
  const { rows, total } = pageOf(trainers, pages.page, pages.pageSize, paging);
  if (rows.length === 0) return nothingFound();
  const first = pages.page * pages.pageSize;
  return mysfSuccess(
    { trainers: rows.map((trainer, index) => profileTrainerAnswer(trainer, first + index)) },
    { total, page: pages.page, pageSize: pages.pageSize },
  );
};
