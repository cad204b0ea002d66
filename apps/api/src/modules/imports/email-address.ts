/** Whether a text looks like one e-mail address. Deliverability is not judged: only the mail system can tell. */
export const isEmailAddress = (text: string): boolean =>
  /^[^\s@<>,;|"]+@[^\s@<>,;|"]+\.[^\s@<>,;|"]+$/.test(text) && text.length <= 254;
