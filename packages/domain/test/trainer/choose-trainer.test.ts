import { expect, test } from 'vitest';
import { chooseTrainer } from '../../src/trainer/choose-trainer.js';
import { user } from '../support/trainer-facts.js';

test('bug 10 an active trainer of the provider may be assigned', () => {
  const tan = user('tan', 'Tan Wei Ming');
  expect(chooseTrainer(tan, 'trainerId')).toEqual({ kind: 'trainer', user: tan });
});

test.each([
  ['nobody', null, 'NOT_FOUND'],
  ['somebody without the role', user('ng', 'Ng', { isTrainer: false }), 'REFUSED'],
  ['an inactive trainer', user('lim', 'Lim', { active: false }), 'REFUSED'],
] as const)('bug 10 %s may not, and the refusal says what to do', (_who, candidate, code) => {
  expect(chooseTrainer(candidate, 'email')).toMatchObject({
    kind: 'refused',
    refusal: { code, argument: 'email', remedy: expect.stringContaining('name somebody else') },
  });
});
