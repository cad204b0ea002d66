import { request as nodeRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../src/http/server.js';
import { startTestApi, type TestApi } from './test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${api.server.url}${path}`, { headers });

/** `fetch` does not let a caller choose the Host header. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = nodeRequest({ port: api.server.port, path: '/healthz', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject).end();
  });
}

describe('who is served', () => {
  test('a taken port is refused, for the caller to name its setting', async () => {
    await expect(startServer(api.deps, { port: api.server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test.each(['127.0.0.1', 'localhost', 'localhost:4000', '[::1]:4000', 'LOCALHOST'])(
    'a request addressed to %s is served',
    async (host) => {
      expect(await statusFor(host)).toBe(200);
    },
  );

  test.each(['rebound.example.org', 'localhost.example.org:4000', '127.0.0.1.example.org', '169.254.169.254'])(
    'a request addressed to “%s” is refused (DNS rebinding)',
    async (host) => {
      expect(await statusFor(host)).toBe(421);
    },
  );
});

describe('every answer', () => {
  test('has an id, the caller’s where it is safe', async () => {
    expect((await get('/healthz', { 'x-request-id': 'caller-0001' })).headers.get('x-request-id')).toBe('caller-0001');
    for (const unsafe of ['short', 'a"}{"level":"fatal', 'x'.repeat(65)]) {
      expect((await get('/healthz', { 'x-request-id': unsafe })).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('tells browsers what they must not do, and not what serves it', async () => {
    const { headers } = await get('/healthz');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('to an unknown URL is JSON with a remedy', async () => {
    const response = await get('/nothing/here');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: {
        code: 'NOT_FOUND',
        message: expect.any(String),
        remedy: expect.any(String),
        requestId: response.headers.get('x-request-id'),
      },
    });
  });

  test('to a wrong method names the right ones', async () => {
    const response = await fetch(`${api.server.url}/healthz`, { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  test('S1.24 leaves one log line, without what the caller sent', async () => {
    api.logged.length = 0;
    const response = await get('/api/external/upcoming-course-runs/secret-path?text=secret-query', {
      'x-api-key': 'secret-header',
    });
    await response.text();
    await expect.poll(() => api.logged.length).toBe(1);
    expect(api.logged[0]).toMatchObject({
      event: 'http_request',
      requestId: response.headers.get('x-request-id'),
      method: 'GET',
      route: '/api/external/upcoming-course-runs/:batchId',
      status: 401,
    });
    expect(JSON.stringify(api.logged)).not.toContain('secret');
  });
});

describe('health', () => {
  test('/healthz says that the process lives', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
  });

  test('/readyz is ready with a migrated database', async () => {
    const response = await get('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready' });
  });

  test('/readyz names a migration that is missing', async () => {
    const { pool } = api.deps.database;
    const { rows } = await pool.query<{ id: string; migration_name: string }>(
      'SELECT id, migration_name FROM _prisma_migrations LIMIT 1',
    );
    await pool.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = $1', [rows[0]?.id]);
    const response = await get('/readyz');
    await pool.query('UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE id = $1', [rows[0]?.id]);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      missing: [
        {
          what: 'migrations',
          message: expect.stringContaining(String(rows[0]?.migration_name)),
          remedy: expect.stringContaining('db migrate'),
        },
      ],
    });
  });

  test('/readyz says that the database does not answer, while /healthz stays well', async () => {
    const other = await startTestApi();
    try {
      await other.deps.database.close();
      const response = await fetch(`${other.server.url}/readyz`);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        missing: [{ what: 'database', remedy: expect.stringContaining('DATABASE_URL') }],
      });
      expect((await fetch(`${other.server.url}/healthz`)).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  test('/metrics speaks Prometheus’ format', async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(await response.text()).toContain('# TYPE rollcall_ssg_calls_total counter');
  });
});

describe('landing page', () => {
  test('is a page for browsers, with nothing loaded from elsewhere', async () => {
    const response = await get('/', { accept: 'text/html,*/*' });
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('href="/graphql"');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test('is a list of URLs for programs', async () => {
    expect(await (await get('/')).json()).toMatchObject({ name: 'Rollcall', urls: { '/graphql': expect.any(String) } });
  });
});

test('an error that nobody foresaw is masked, and logged under the id that the answer tells', async () => {
  const broken = await startTestApi({
    beginSync: async () => {
      throw new Error('the reason, which names invented.person@example.org');
    },
  });
  try {
    await broken.deps.database.pool.query(
      `INSERT INTO training_provider (id, uen, code, name) VALUES (gen_random_uuid(), '201003953Z', '201003953Z-01', 'Invented Academy')`,
    );
    const response = await fetch(`${broken.server.url}/api/external/upcoming-course-runs`, {
      method: 'POST',
      headers: { 'x-api-key': 'an-invented-key-for-tests' },
    });
    expect(response.status).toBe(500);
    const { error } = (await response.json()) as { error: { code: string; remedy: string; requestId: string } };
    expect(error.code).toBe('INTERNAL_ERROR');
    expect(error.remedy).toContain(error.requestId);
    expect(broken.logged).toContainEqual(
      expect.objectContaining({
        event: 'http_error',
        requestId: error.requestId,
        failure: expect.objectContaining({ type: 'Error' }),
      }),
    );
    expect(JSON.stringify(broken.logged)).not.toContain('invented.person');
  } finally {
    await broken.close();
  }
});
