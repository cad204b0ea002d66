import { expect, test } from 'vitest';
import { startTestApi } from '../test-api.js';
import { openBrowser } from './browser.js';

test('behind one proxy attempts count by the address it saw, not by what the caller claims before it', async () => {
  const api = await startTestApi({ environment: { TRUST_PROXY: '1' } });
  try {
    const attempt = (index: number, seen: string) =>
      openBrowser(api).post(
        '/sign-in',
        { email: `z${index}@example.org`, password: 'x' },
        { 'x-forwarded-for': `203.0.113.${index}, ${seen}` },
      );
    for (let index = 0; index < 2; index++) expect((await attempt(index, '198.51.100.1')).status).toBe(401);
    const { rowCount } = await api.deps.database.pool.query(
      `UPDATE auth_rate_limit SET count = 30 WHERE key = '198.51.100.1|/sign-in/email' AND count = 2`,
    );
    expect(rowCount).toBe(1);
    expect((await attempt(30, '198.51.100.1')).status).toBe(429);
    expect((await attempt(31, '198.51.100.2')).status).toBe(401);
  } finally {
    await api.close();
  }
});
