import { expect, test } from 'vitest';
import { alertRecipients } from '../../../src/modules/alerts/alert-recipients.js';

const HOOK = 'https://hooks.example.org/rollcall';

test("a provider's own addresses are told, and the installation's where it has none", () => {
  const settings = { emails: ['ops@example.org'], webhookUrl: null };
  expect(alertRecipients(settings, { alertEmails: ['lead@example.org'] })).toEqual([
    { channel: 'email', recipient: 'lead@example.org' },
  ]);
  expect(alertRecipients(settings, { alertEmails: [] })).toEqual([{ channel: 'email', recipient: 'ops@example.org' }]);
  expect(alertRecipients(settings, null)).toEqual([{ channel: 'email', recipient: 'ops@example.org' }]);
});

test('the webhook is told of everything; an address written twice is told once', () => {
  const settings = { emails: [], webhookUrl: HOOK };
  expect(alertRecipients(settings, { alertEmails: ['Lead@example.org', 'lead@example.org '] })).toEqual([
    { channel: 'email', recipient: 'lead@example.org' },
    { channel: 'webhook', recipient: HOOK },
  ]);
});

test('where nobody is named, nobody is told', () => {
  expect(alertRecipients({ emails: [], webhookUrl: null }, null)).toEqual([]);
});
