import { expect, test } from 'vitest';
import { maskEmail, maskPhone } from '../../src/modules/learners/mask-contact.js';

test.each([
  ['tan@example.org', 't***@example.org'],
  ['t***@example.org', 't***@example.org'],
  ['"odd@name"@example.org', '"***@example.org'],
  ['@example.org', '***'],
  ['no address', '***'],
  ['', '***'],
])('S1.26 the address %s is shown as %s', (email, shown) => {
  expect(maskEmail(email)).toBe(shown);
});

test.each([
  ['+65 8123 4321', '*****321'],
  ['*****321', '*****'],
  ['999', '*****'],
  ['', '*****'],
])('S1.26 the number %s is shown as %s', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});
