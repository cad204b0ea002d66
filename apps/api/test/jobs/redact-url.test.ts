import { expect, test } from 'vitest';
import { redactUrl, withoutSecrets } from '../../src/jobs/redact-url.js';

test.each([
  ['postgresql://rollcall:s3cret%21@db.example.org:5432/rollcall?sslmode=require', 'postgresql://db.example.org:5432/rollcall'],
  ['postgresql://db.example.org/rollcall?password=s3cret%21', 'postgresql://db.example.org/rollcall'],
  [
    'mongodb://a.tan:s3cret%21@one.example.org:27017,two.example.org:27018/jobs',
    'mongodb://one.example.org:27017,two.example.org:27018/jobs',
  ],
  ['mongodb+srv://a.tan:s3cret%21@cluster.example.org', 'mongodb+srv://cluster.example.org'],
  ['s3cret!', '(an address that cannot be read)'],
])('%s is shown as %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test("a driver's words are shown without the password, however it is written", () => {
  const url = 'mongodb://a.tan:s3cret%21@one.example.org/jobs?tlsCertificateKeyFilePassword=0ther';
  expect(withoutSecrets(`no entry for a.tan with s3cret! (s3cret%21), nor with 0ther`, url)).toBe(
    'no entry for a.tan with *** (***), nor with ***',
  );
});

test('short options, which may be ordinary words, stay', () => {
  expect(withoutSecrets('it is on', 'mongodb://one.example.org/?tls=on')).toBe('it is on');
});
