import pg from 'pg';
import { startBenchDatabases } from './sync/databases.js';
import { timeSync } from './sync/ours.js';
const W = { today: '2099-01-01', courses: 50, runs: 1000, learnersPerRun: 20 };
const times = new Map<string, [number, number]>();
const orig = pg.Client.prototype.query as any;
(pg.Client.prototype as any).query = function (this: any, ...a: any[]) {
  const n = a[0]?.name ?? (typeof a[0] === 'string' ? a[0].slice(0, 60) : a[0]?.text?.slice(0, 60));
  const t = performance.now();
  const done = () => { const e = times.get(n) ?? [0, 0]; e[0]++; e[1] += performance.now() - t; times.set(n, e); };
  const last = a.at(-1);
  if (typeof last === 'function') { a[a.length - 1] = (...x: any[]) => { done(); last(...x); }; return orig.apply(this, a); }
  const r = orig.apply(this, a);
  if (r?.then) r.then(done, done);
  return r;
};
const d = await startBenchDatabases(W);
try {
  const url = await d.create();
  for (const n of ['first', 'again']) {
    times.clear();
    const r = await timeSync(url, W);
    console.log(n, r.seconds.toFixed(2));
    for (const [k, [c, ms]] of [...times].sort((x, y) => y[1][1] - x[1][1]).slice(0, 14)) console.log('  ', String(c).padStart(6), (ms / 1000).toFixed(2).padStart(8), 's', (ms / c).toFixed(2).padStart(7), 'ms', k.replace(/\s+/g, ' '));
  }
  const c = new pg.Client(url); await c.connect();
  const p = (await c.query('select id from training_provider')).rows[0].id;
  await c.query('analyze');
  console.log((await c.query(`explain analyze SELECT id FROM enrollment WHERE provider_id = '${p}' AND (course_run_id = (select id from course_run limit 1) OR enrolment_id = ANY (array['ENR-9901-0000001']))`)).rows.map((r) => r['QUERY PLAN']).join('\n'));
  await c.end();
} finally { await d.stop(); }
