import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../../src/contract/global-id.js';
import { dataOf } from '../../graphql/ask.js';
import { inventedIdentifier } from '../../graphql/example-data.js';
import { somebody } from '../../support/known-callers.js';
import { type ActsWorld, createActsWorld, type Row } from '../course-runs/acts-world.js';

let world: ActsWorld;
let finance: Record<string, string>;
beforeAll(async () => {
  world = await createActsWorld();
  finance = world.callers.as(somebody(world.people.ng, world.providerId, 'finance'));
});
beforeEach(() => world.rows('DELETE FROM saved_view'));
afterAll(() => world.close());

const UEN = '201999999Z';
const VIEW = {
  provider: UEN,
  page: 'upcoming-classes',
  name: 'No trainer yet',
  search: 'issues=RUN_WITHOUT_TRAINER&q=first+aid',
};

const save = (input: object, by?: Record<string, string>) =>
  world.act<Row & { savedView: Row }>(
    'savedViewSave',
    `mutation ($input: SavedViewSaveInput!) { savedViewSave(input: $input) { __typename
      ... on SavedViewSaveSuccess { savedView { id name page search shared mine ownerName owner { email } version createdAt provider { uen } } }
      ... on ActError { code message remedy path } ... on StaleVersionError { currentVersion } } }`,
    input,
    by,
  );
const remove = (input: object, by?: Record<string, string>) =>
  world.act<Row>(
    'savedViewRemove',
    `mutation ($input: SavedViewRemoveInput!) { savedViewRemove(input: $input) { __typename
      ... on SavedViewRemoveSuccess { savedViewId } ... on ActError { code remedy path } } }`,
    input,
    by,
  );
const list = async (by = world.operations, page: string | null = null, provider = UEN) => {
  const query = 'query ($provider: String!, $page: String) { savedViews(provider: $provider, page: $page) { name mine } }';
  return (await dataOf<{ savedViews: Row[] }>(world.api, query, { provider, page }, by)).savedViews;
};

describe('savedViewSave', () => {
  test('keeps a view, which its owner lists and others do not', async () => {
    expect(await save(VIEW)).toEqual({
      __typename: 'SavedViewSaveSuccess',
      savedView: {
        id: expect.any(String),
        name: VIEW.name,
        page: VIEW.page,
        search: VIEW.search,
        shared: false,
        mine: true,
        ownerName: 'Ong Clerk',
        // Operations see no users.
        owner: null,
        version: 1,
        createdAt: expect.any(String),
        provider: { uen: UEN },
      },
    });
    expect(await list()).toEqual([{ name: VIEW.name, mine: true }]);
    expect(await list(finance)).toEqual([]);
    expect(await list(world.operations, 'learners')).toEqual([]);
    expect(await list(world.operations, null, '999999999Z')).toEqual([]);
  });

  test('S1.25 whoever may read the provider keeps views; to share one needs a right of its own', async () => {
    expect(await save(VIEW, finance)).toMatchObject({ savedView: { mine: true } });
    expect(await save({ ...VIEW, name: 'Shared', shared: true }, finance)).toMatchObject({
      code: 'FORBIDDEN',
      remedy: expect.stringContaining('Ask an admin'),
    });
    expect(await save({ ...VIEW, name: 'Shared', shared: true })).toMatchObject({ savedView: { shared: true } });
    expect(await list(finance)).toEqual([
      { name: VIEW.name, mine: true },
      { name: 'Shared', mine: false },
    ]);
  });

  test('changes a view that is there, unless it moved on', async () => {
    const { savedView } = await save(VIEW);
    const changed = { ...VIEW, savedViewId: savedView.id, name: 'Renamed', expectedVersion: 1 };
    expect(await save(changed)).toMatchObject({ savedView: { id: savedView.id, name: 'Renamed', version: 2 } });
    expect(await save(changed)).toMatchObject({ code: 'STALE_VERSION', currentVersion: 2 });
    expect(
      await world.rows(`SELECT action, before, after FROM audit_trail WHERE entity_type = 'saved_view' ORDER BY id DESC LIMIT 1`),
    ).toEqual([
      {
        action: 'saved_view.change',
        before: { page: VIEW.page, name: VIEW.name, shared: false },
        after: { page: VIEW.page, name: 'Renamed', shared: false },
      },
    ]);
  });

  test('one name for one view of a page and an owner, also where two are saved at once', async () => {
    const answers = await Promise.all([save(VIEW), save(VIEW)]);
    expect(answers.map(({ code }) => code ?? null).sort()).toEqual(['INVALID_INPUT', null]);
    const { savedView } = await save({ ...VIEW, name: 'Other' });
    expect(await save({ ...VIEW, savedViewId: savedView.id })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'name'] });
    expect(await save({ ...VIEW, page: 'learners' })).toMatchObject({ __typename: 'SavedViewSaveSuccess' });
    expect(await save(VIEW, finance)).toMatchObject({ __typename: 'SavedViewSaveSuccess' });
  });

  test('asked again with the same key it is saved once', async () => {
    const answer = await save({ ...VIEW, idempotencyKey: 'view-1' });
    expect(await save({ ...VIEW, idempotencyKey: 'view-1' })).toEqual(answer);
    expect(await list()).toHaveLength(1);
  });

  test.each([
    ['page', '/upcoming-classes'],
    ['page', 'Upcoming Classes'],
    ['page', ''],
    ['search', '?status=PENDING'],
    ['search', '//example.org/a'],
    ['search', 'a=b#c'],
    ['search', 'a b'],
    ['search', 'a=%zz'],
    ['search', 'a=<script>'],
    ['search', `q=${inventedIdentifier(1234567)}`],
    ['search', `q=${'é'.repeat(200)}`],
    ['name', ' '],
    ['name', 'x'.repeat(61)],
    ['name', 'two\nlines'],
    ['name', `Of ${inventedIdentifier(1234567)}`],
  ])('S1.26 refuses a %s that is none: %j', async (field, value) => {
    expect(await save({ ...VIEW, [field]: value })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', field],
      remedy: expect.any(String),
    });
    expect(await list()).toEqual([]);
  });

  test('search parameters are kept in one spelling', async () => {
    expect(await save({ ...VIEW, search: 'q=caf%C3%A9%20x&b' })).toMatchObject({ savedView: { search: 'q=caf%C3%A9+x&b=' } });
    expect(await save({ ...VIEW, name: 'All', search: '' })).toMatchObject({ savedView: { search: '' } });
  });

  test('keys and people without an account own none', async () => {
    const key = {
      kind: 'api_key',
      id: world.api.deps.newId(),
      name: 'a key',
      grants: [{ providerId: world.providerId, roles: ['integrator'] }],
    } as const;
    expect(await save(VIEW, world.callers.as(key))).toMatchObject({ code: 'FORBIDDEN', remedy: 'Sign in as a user.' });
    const nobody = world.callers.as(somebody(world.api.deps.newId(), world.providerId, 'admin'));
    expect(await save(VIEW, nobody)).toMatchObject({ code: 'FORBIDDEN' });
    const inactive = world.callers.as(somebody(world.people.asleep, world.providerId, 'admin'));
    expect(await save(VIEW, inactive)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a hundred views are enough', async () => {
    await world.rows(
      `INSERT INTO saved_view (id, provider_id, owner_id, page, name, search) SELECT gen_random_uuid(), $1, $2, 'runs', 'View ' || number, '' FROM generate_series(1, 100) AS number`,
      [world.providerId, world.people.clerk],
    );
    expect(await save(VIEW)).toMatchObject({ code: 'REFUSED', remedy: expect.stringContaining('Remove one') });
    expect(await list()).toHaveLength(100);
  });
});

describe('X6 a view of somebody else', () => {
  test('that is their own is not there; one that is shared belongs to who may share, too', async () => {
    const own = (await save(VIEW)).savedView.id;
    const shared = (await save({ ...VIEW, name: 'Shared', shared: true })).savedView.id;
    const admin = world.callers.as(somebody(world.people.lim, world.providerId, 'admin'));
    const missing = await remove({ savedViewId: globalIdOf('SavedView', world.api.deps.newId()) }, admin);
    expect(missing).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'savedViewId'] });
    expect(await remove({ savedViewId: own }, admin)).toEqual(missing);
    expect(await save({ ...VIEW, savedViewId: own }, admin)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await remove({ savedViewId: shared }, finance)).toMatchObject({ code: 'FORBIDDEN' });
    const seen = await dataOf<{ nodes: (Row | null)[] }>(
      world.api,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: [own, shared] },
      finance,
    );
    expect(seen.nodes).toEqual([null, { id: shared }]);
    expect(await remove({ savedViewId: shared }, admin)).toEqual({ __typename: 'SavedViewRemoveSuccess', savedViewId: shared });
    expect(await list()).toEqual([{ name: VIEW.name, mine: true }]);
  });

  test('of another provider is not there, and a view stays at its provider', async () => {
    const { savedView } = await save({ ...VIEW, shared: true });
    const uen = '202000001A';
    const elsewhere =
      (await world.rows<{ id: string }>('SELECT id FROM training_provider WHERE uen = $1', [uen]))[0]?.id ??
      (await world.addProvider(uen));
    const stranger = world.callers.as(somebody(world.people.tan, elsewhere, 'admin'));
    expect(await list(stranger)).toEqual([]);
    expect(await remove({ savedViewId: savedView.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await save(VIEW, stranger)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'provider'] });
    const both = world.callers.as({
      ...somebody(world.people.clerk, world.providerId, 'operations'),
      grants: [world.providerId, elsewhere].map((providerId) => ({ providerId, roles: ['operations'] as const })),
    });
    expect(await save({ ...VIEW, provider: uen, savedViewId: savedView.id }, both)).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'savedViewId'],
    });
  });
});

test('a list of views costs as many statements for fifty as for one', async () => {
  const sent: number[] = [];
  const admin = world.callers.as(somebody(world.people.lim, world.providerId, 'admin'));
  for (const size of [1, 49]) {
    await world.rows(
      `INSERT INTO saved_view (id, provider_id, owner_id, page, name, search, shared) SELECT gen_random_uuid(), $1, $2, 'runs', $3 || number, '', true FROM generate_series(1, $4) AS number`,
      [world.providerId, size === 1 ? world.people.clerk : world.people.tan, `${size} `, size],
    );
    const query = `{ savedViews(provider: "${UEN}") { name mine ownerName owner { name } provider { uen } } }`;
    sent.push((await world.api.statements.during(() => dataOf(world.api, query, {}, admin))).statements.length);
  }
  expect(sent[1]).toBe(sent[0]);
});
