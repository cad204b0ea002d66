import type { RequestHandler } from 'express';

const SERVED = [
  { path: '/graphql', what: 'GraphQL API, with GraphiQL in a browser' },
  { path: '/healthz', what: 'the process lives' },
  { path: '/readyz', what: 'the database answers and is migrated' },
  { path: '/metrics', what: 'counters for Prometheus' },
  { path: '/api/external/upcoming-course-runs', what: 'POST with x-api-key starts a sync' },
];

/** What is served here: a page for people, JSON for programs. */
export function answerLandingPage(appName: string): RequestHandler {
  return (request, response) => {
    if (request.accepts(['json', 'html']) === 'html') response.type('html').send(page(appName));
    else response.json({ name: appName, urls: Object.fromEntries(SERVED.map(({ path, what }) => [path, what])) });
  };
}

function page(appName: string): string {
  const title = escapeHtml(appName);
  const rows = SERVED.map(({ path, what }) => `<li><a href="${path}"><code>${path}</code></a><span>${what}</span></li>`).join(
    '\n      ',
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
      body { max-width: 44rem; margin: 12vh auto; padding: 0 1.5rem; }
      h1 { margin: 0; font-size: 2.25rem; letter-spacing: -0.02em; }
      p { margin: 0.25rem 0 2rem; opacity: 0.75; }
      ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
      li { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; justify-content: space-between; padding: 0.6rem 0;
        border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
      a { color: inherit; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>Training operations for Singapore training providers. The API is running.</p>
      <ul>
      ${rows}
      </ul>
    </main>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
