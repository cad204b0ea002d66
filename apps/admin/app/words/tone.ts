/** The six colours that mean something; `tokens.css` has a text and a ground for each. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm' | 'accent';

export interface Word {
  label: string;
  tone: Tone;
}
