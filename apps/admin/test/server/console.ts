import { tmpdir } from 'node:os';
import type { ServerBuild } from '@remix-run/node';
import { Outlet, useRouteError } from '@remix-run/react';
import { pino } from 'pino';
import { createElement } from 'react';
import * as entry from '~/entry.server';
import { createApp } from '../../server/create-app.js';
import { readSettings } from '../../server/settings.js';
import { serve } from './serve.js';

type Module = ServerBuild['routes'][string]['module'];

const OF_ERRORS = 50;

/** Stands in for the console's error page, which needs its build: shows what the boundary was handed. */
function Boundary() {
  return createElement('pre', {}, JSON.stringify(useRouteError()));
}

/** A build of these pages and files below a root with an error boundary, and the console's own entry. */
const buildOf = (routes: Record<string, Partial<Module>>): ServerBuild =>
  ({
    entry: { module: entry },
    routes: {
      root: { id: 'root', path: '', module: { default: Outlet, ErrorBoundary: Boundary } },
      ...Object.fromEntries(Object.entries(routes).map(([path, module]) => [path, { id: path, parentId: 'root', path, module }])),
    },
    assets: {
      entry: { module: '', imports: [] },
      routes: {
        root: { id: 'root', path: '', module: '' },
        ...Object.fromEntries(Object.keys(routes).map((path) => [path, { id: path, parentId: 'root', path, module: '' }])),
      },
      url: '',
      version: '1',
    },
    publicPath: '/',
    assetsBuildDirectory: '',
    basename: '/',
    future: { v3_singleFetch: true },
    isSpaMode: false,
    mode: 'production',
  }) as unknown as ServerBuild;

/** The console's server with other routes, and the lines of its log. */
export async function serveConsole(routes: Record<string, Partial<Module>>, apiUrl = 'http://127.0.0.1:1') {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = pino({ level: 'debug' }, { write });
  const settings = readSettings({ API_URL: apiUrl });
  const { url, close } = await serve(createApp({ settings, build: buildOf(routes), clientFolder: tmpdir(), log }));
  /** What was logged as an error. */
  const errors = () => lines.filter(({ level }) => level === OF_ERRORS);
  return { url, close, lines, errors };
}
