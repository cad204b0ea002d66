/** Where alerts go and how they are sent; from the environment, wired at the composition root. */
export interface AlertSettings {
  /** The sender of e-mails: `Rollcall <alerts@example.org>`, or the address alone. */
  from: string;
  /** Who is told where a provider names nobody (`training_provider.alert_emails`). */
  emails: readonly string[];
  /** `smtps://user:password@mail.example.org`; null: e-mails are written to `captureFile` instead. */
  smtpUrl: string | null;
  /** One JSON line per e-mail that was not sent because no mail server is configured. */
  captureFile: string;
  webhookUrl: string | null;
  /** `whsec_` and base64 of at least 24 bytes, as the Standard Webhooks specification has it. */
  webhookSecret: string | null;
}
