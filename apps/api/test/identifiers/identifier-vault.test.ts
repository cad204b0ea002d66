import { expect, test } from 'vitest';
import { createIdentifierVault } from '../../src/identifiers/identifier-vault.js';
import { maskIdentifier, maskIdentifiersIn } from '../../src/identifiers/mask-identifier.js';
import { redactPayload } from '../../src/identifiers/redact-payload.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const vault = createIdentifierVault({ identifierHashKey: key(1), identifierSealKey: key(2) });
const IDENTIFIER = ['S', '0000001', 'I'].join('');

test('X5 the hash depends on the key, and not on case or blanks', () => {
  const other = createIdentifierVault({ identifierHashKey: key(3), identifierSealKey: key(2) });
  expect(vault.hash(` ${IDENTIFIER.toLowerCase()} `)).toBe(vault.hash(IDENTIFIER));
  expect(other.hash(IDENTIFIER)).not.toBe(vault.hash(IDENTIFIER));
  expect(other.keyId).not.toBe(vault.keyId);
});

test('X25 a sealed identifier opens to itself, differs each time, and shows nothing', () => {
  const sealed = vault.seal(IDENTIFIER);
  expect(vault.open(sealed)).toBe(IDENTIFIER);
  expect(vault.seal(IDENTIFIER)).not.toBe(sealed);
  expect(sealed).not.toContain(IDENTIFIER);
});

test('a seal of another key, or one that was tampered with, is refused with a remedy', () => {
  const other = createIdentifierVault({ identifierHashKey: key(1), identifierSealKey: key(4) });
  const sealed = vault.seal(IDENTIFIER);
  const tampered = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
  for (const open of [() => other.open(sealed), () => vault.open(tampered), () => vault.open('nonsense')])
    expect(open).toThrow(
      expect.objectContaining({ name: 'SealBrokenError', remedy: expect.stringContaining('IDENTIFIER_SEAL_KEY') }),
    );
});

test('S1.26 people see the last three digits and the letter; short identifiers show one character', () => {
  expect(maskIdentifier(IDENTIFIER)).toBe('*****001I');
  expect(maskIdentifier('E12345')).toBe('*****5');
  expect(maskIdentifiersIn(`Trainee ${IDENTIFIER} is not eligible`)).toBe('Trainee *****001I is not eligible');
});

test('X4 a redacted payload keeps everything but identifiers, wherever they stand', () => {
  const payload = {
    trainee: { id: 'P-998877', note: 'passport P-998877' },
    sponsor: { contact: [`see ${IDENTIFIER}`] },
    fees: 1.5,
    employer: null,
  };
  expect(JSON.parse(redactPayload(JSON.stringify(payload), 'P-998877'))).toEqual({
    trainee: { id: '*****8877', note: 'passport *****8877' },
    sponsor: { contact: ['see *****001I'] },
    fees: 1.5,
    employer: null,
  });
});
