import type { RequestHandler } from 'express';
import type { Settings } from '../settings/settings.js';
import { html } from './pages/html.js';
import { sendPage } from './pages/page.js';

const SERVED = [
  { path: '/graphql', what: 'GraphQL API, with GraphiQL in a browser' },
  { path: '/healthz', what: 'the process lives' },
  { path: '/readyz', what: 'the database answers and is migrated' },
  { path: '/metrics', what: 'counters for Prometheus' },
  { path: '/api/external/upcoming-course-runs', what: 'POST with x-api-key starts a sync' },
];

/** What is served here: a page for people, who mean the console where there is one; JSON for programs. */
export function answerLandingPage({ appName, admin }: Pick<Settings, 'appName' | 'admin'>): RequestHandler {
  const body = html`<h1>The API is running</h1>
      <p>Training operations for Singapore training providers.</p>
      ${
        admin.url === null
          ? html`<p><a class="button" href="/sign-in">Sign in</a></p>`
          : html`<p><a class="button" href="${admin.url}">Open the console</a></p>`
      }
      <h2>What is served here</h2>
      <ul class="rows links">
        ${SERVED.map(({ path, what }) => html`<li><a href="${path}"><code>${path}</code></a> <span class="quiet">${what}</span></li>`)}
      </ul>`;
  const urls = Object.fromEntries(SERVED.map(({ path, what }) => [path, what]));
  return (request, response) => {
    if (request.accepts(['json', 'html']) === 'html') sendPage(response, appName, { title: 'API', body, wide: true });
    else response.json({ name: appName, urls, ...(admin.url !== null && { console: admin.url }) });
  };
}
