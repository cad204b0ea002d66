import { describe, expect, test } from 'vitest';
import { createCipher } from '../../src/wire/cipher.js';
import { collect, rejectionOf, startFixture, TEST_KEY } from '../support/test-client.js';

const trainer = (id: string) => ({
  id,
  name: `Trainer ${id}`,
  email: `trainer-${id}@example.org`,
  idNumber: '*****315J',
  idType: { id: 'SP', description: 'Singapore Pink Identification Card' },
  roles: [{ role: { id: 1, description: 'Trainer' } }],
  photo: null,
});
const page = (ids: string[], total: number) => ({
  status: 200,
  data: { trainers: ids.map(trainer) },
  meta: { total, page: 0, pageSize: 20 },
  error: {},
});

describe('trainers of a provider (ssg-api.md §8.0)', () => {
  test('every page is read, encrypted or not', async () => {
    const second = createCipher(TEST_KEY).encrypt(JSON.stringify(page(['c'], 3)));
    const { client, server } = await startFixture([{ body: page(['a', 'b'], 3) }, { body: second }], { encryptionKey: TEST_KEY });
    const trainers = await collect(client.trainers.list({ uen: '201900001A', keyword: 'a b' }));
    expect(trainers.map(({ id, email, roles }) => [id, email, roles[0]?.role?.id])).toEqual([
      ['a', 'trainer-a@example.org', '1'],
      ['b', 'trainer-b@example.org', '1'],
      ['c', 'trainer-c@example.org', '1'],
    ]);
    expect(server.requests.map(({ path, query }) => [path, query.get('page'), query.get('keyword')])).toEqual([
      ['/trainingProviders/201900001A/trainers', '0', 'a b'],
      ['/trainingProviders/201900001A/trainers', '1', 'a b'],
    ]);
  });

  test('404 is an empty list, a missing list is not', async () => {
    const { client } = await startFixture([
      {
        status: 404,
        body: { status: 404, data: {}, meta: {}, error: { code: 404, details: [], errorId: '', message: 'Not Found' } },
      },
      { body: { status: 200, data: {}, meta: { total: 2 }, error: {} } },
    ]);
    expect(await collect(client.trainers.list({ uen: '201900001A' }))).toEqual([]);
    expect(await rejectionOf(collect(client.trainers.list({ uen: '201900001A' })))).toMatchObject({ kind: 'answer-shape' });
  });
});
