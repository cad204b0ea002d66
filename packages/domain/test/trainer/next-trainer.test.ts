import { describe, expect, test } from 'vitest';
import { nextTrainer } from '../../src/trainer/next-trainer.js';
import { runTrainer, user } from '../support/trainer-facts.js';

const users = [
  user('tan', 'Tan Wei Ming'),
  user('lim', 'Lim Bee Hoon'),
  user('ng', 'Ng Ah Kow'),
  user('gone', 'Goh Siew Lan', { active: false }),
  user('learner', 'Lee Xin Yi', { isTrainer: false }),
  user('twin-1', 'Ong Kai'),
  user('twin-2', 'Ong Kai'),
];
const facts = { trainersList: 'Tan Wei Ming|Lim Bee Hoon|Ng Ah Kow', assigned: [], declinedTrainerIds: [], users };
const verdicts = (result: ReturnType<typeof nextTrainer>) => result.candidates.map(({ name, verdict }) => [name, verdict]);

describe('S0.33 nextTrainer', () => {
  test('S0.33 the first on the list is next, and the others could follow', () => {
    const result = nextTrainer(facts);
    expect(result.next).toEqual({ id: 'tan', name: 'Tan Wei Ming' });
    expect(verdicts(result)).toEqual([
      ['Tan Wei Ming', 'next'],
      ['Lim Bee Hoon', 'eligible'],
      ['Ng Ah Kow', 'eligible'],
    ]);
  });

  test('S0.33 assigned and declined trainers are passed over', () => {
    const result = nextTrainer({ ...facts, assigned: [runTrainer('tan')], declinedTrainerIds: ['lim'] });
    expect(result.next).toEqual({ id: 'ng', name: 'Ng Ah Kow' });
    expect(verdicts(result)).toEqual([
      ['Tan Wei Ming', 'assigned'],
      ['Lim Bee Hoon', 'declined'],
      ['Ng Ah Kow', 'next'],
    ]);
  });

  test('S0.33 an exhausted list is visible: nobody is next, and each candidate says why', () => {
    const trainersList = 'Tan Wei Ming|Lim Bee Hoon|Goh Siew Lan|Lee Xin Yi|Ong Kai|Nobody Here';
    const result = nextTrainer({ ...facts, trainersList, assigned: [runTrainer('tan')], declinedTrainerIds: ['lim'] });
    expect(result.next).toBeNull();
    expect(result.candidates.map(({ verdict }) => verdict)).toEqual([
      'assigned',
      'declined',
      'inactive',
      'not_trainer',
      'ambiguous',
      'unknown',
    ]);
    expect(result.candidates.every(({ reason }) => reason.length > 0)).toBe(true);
  });

  test('S0.33 an empty list has no candidates', () => {
    expect(nextTrainer({ ...facts, trainersList: null })).toEqual({ next: null, candidates: [] });
  });

  test('S0.27 the e-mail list serves where there is no name list', () => {
    const result = nextTrainer({ ...facts, trainersList: ' ', trainersEmailList: 'lim@example.org, tan@example.org' });
    expect(result.next).toEqual({ id: 'lim', name: 'Lim Bee Hoon' });
  });

  test('S0.33 an ambiguous name is recognised as the namesake who teaches the run already', () => {
    const result = nextTrainer({ ...facts, trainersList: 'Ong Kai', assigned: [runTrainer('twin-2', { name: 'Ong Kai' })] });
    expect(verdicts(result)).toEqual([['Ong Kai', 'assigned']]);
  });
});
