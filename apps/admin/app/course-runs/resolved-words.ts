export interface Resolved {
  outcome: 'SSG' | 'EMAIL_LIST' | 'NAME_LIST' | 'KEPT' | 'NONE' | 'ERROR';
  trainer: { name: string; email: string } | null;
  notices: { rule: string; ruleText: string | null; message: string }[];
}

const FROM: Partial<Record<Resolved['outcome'], string>> = {
  SSG: 'SSG links them to the run',
  EMAIL_LIST: 'the course’s e-mail list names them first',
  NAME_LIST: 'the course’s name list names them first',
};

/** What the trainer pass does with a run, in a sentence. @param done false: it is only tried out */
export function resolvedWords({ outcome, trainer }: Pick<Resolved, 'outcome' | 'trainer'>, done: boolean): string {
  if (trainer) {
    const because = FROM[outcome];
    const reason = because ? `, for ${because}` : '';
    return done ? `${trainer.name} is assigned${reason}.` : `It would assign ${trainer.name}${reason}.`;
  }
  if (outcome === 'KEPT') return 'The run has a trainer already, and keeps them.';
  return done ? 'Nobody was found; the run still has no trainer.' : 'It would find nobody.';
}
