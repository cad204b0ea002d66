import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const here = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)));
const documents = here.filter((file) => /^(README|CHANGELOG)\.md$|^docs\/.*\.md$/.test(file));

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** The text without fenced code, where brackets and number signs mean something else. */
const proseOf = (file: string) => read(file).replace(/^```.*?^```/gms, '');

/** How GitHub names a heading in a link. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (file: string) => [...proseOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test('the documents are there', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'docs/architecture.md']));
});

describe.each(documents)('%s', (file) => {
  test('links lead somewhere', () => {
    const links = [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [target = '', anchor] = link.split('#');
      const found = target === '' ? file : path.join(path.dirname(file), target);
      return !existsSync(path.join(root, found)) || (anchor !== undefined && !anchorsOf(found).includes(anchor));
    });
    expect(dead).toEqual([]);
  });

  test('paths of the repository exist', () => {
    const paths = read(file).match(/(?<![\w/.@-])(?:apps|packages|prisma|tools|e2e|docs)\/[\w/-]+(?:\.[\w-]+)*/g) ?? [];
    expect(paths.filter((named) => !existsSync(path.join(root, named)))).toEqual([]);
  });
});

test('S1.19 the error catalogue has every kind, and every remedy for an answer of SSG', () => {
  const catalogue = read('docs/ssg-error-catalog.md');
  const kinds = [...read('packages/ssg/src/errors/ssg-error.ts').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(
    ([, kind]) => `\`${kind}\``,
  );
  const remedies = read('packages/ssg/src/errors/from-failure.ts').matchAll(
    /(?:'([A-Z][^']{20,}\.)'|"([A-Z][^"]{20,}\.)")[,;]$/gm,
  );
  const wanted = [...kinds, ...[...remedies].map(([, single, double]) => single ?? double ?? '')];
  expect(wanted.length).toBeGreaterThan(25);
  expect(wanted.filter((text) => !catalogue.includes(text))).toEqual([]);
});
