import { startBenchDatabases } from './sync/databases.js';
import { timeSync } from './sync/ours.js';
const W = { today: '2099-01-01', courses: 50, runs: 1000, learnersPerRun: 20 };
const d = await startBenchDatabases(W);
try {
  const url = await d.create();
  for (const n of ['first', 'again']) {
    const c0 = process.cpuUsage();
    const r = await timeSync(url, W);
    const c = process.cpuUsage(c0);
    console.log(n, r.seconds.toFixed(2), 'node cpu', ((c.user + c.system) / 1e6).toFixed(2));
  }
} finally { await d.stop(); }
