/** `t***@example.org`: enough to recognise an address that one knows, too little to write to it. Masked twice, it stays as it is. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '***' : `${email.slice(0, 1)}***${email.slice(at)}`;
}

/** Text with every e-mail address in it masked. */
export const maskEmailsIn = (text: string): string => text.replaceAll(/[^\s<>,;]+@[^\s<>,;]+/g, maskEmail);

/** `*****321`: the last three digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return `*****${digits.length > 5 ? digits.slice(-3) : ''}`;
}
