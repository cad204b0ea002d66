import { expect, test } from 'vitest';
import { readTrainerLists } from '../../src/trainer/read-trainer-lists.js';
import { user } from '../support/trainer-facts.js';

const users = [
  user('tan', 'Tan Wei Ming'),
  user('tan2', 'Lee Siew'),
  user('tan3', 'Lee Siew'),
  user('ng', 'Ng Ah Kow', { isTrainer: false }),
];

test('S0.27 S0.28 bug 9 each entry tells whom it means, or why nobody, in the order of the lists', () => {
  const entries = readTrainerLists(
    { trainersEmailList: 'Tan@example.org; nobody@example.org', trainersList: 'Tan Wei Ming [WSQ] | Lee Siew | Ng Ah Kow' },
    users,
  );
  expect(entries.map(({ list, text, trainer, problem }) => [list, text, trainer?.id ?? problem?.code])).toEqual([
    ['email_list', 'tan@example.org', 'tan'],
    ['email_list', 'nobody@example.org', 'unknown_trainer'],
    ['name_list', 'Tan Wei Ming [WSQ]', 'tan'],
    ['name_list', 'Lee Siew', 'ambiguous_trainer'],
    ['name_list', 'Ng Ah Kow', 'not_a_trainer'],
  ]);
});

test('empty lists have no entries', () => {
  expect(readTrainerLists({ trainersEmailList: null, trainersList: '  ' }, users)).toEqual([]);
});
