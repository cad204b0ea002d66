import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { pino } from 'pino';
import { createApp } from './create-app.js';
import { listen } from './listen.js';
import { readSettings } from './settings.js';

// The only place of the console that touches the process.
const built = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../build');
const settings = readSettings(process.env);
const log = pino({ name: 'console', level: settings.logLevel });
const build = (await import(pathToFileURL(path.join(built, 'server/index.js')).href)) as ServerBuild;
const listening = await listen(createApp({ settings, build, clientFolder: path.join(built, 'client'), log }), settings).catch(
  (error: NodeJS.ErrnoException) => {
    const text = error.code === 'EADDRINUSE' ? `Port ${settings.port} is in use. Set ADMIN_PORT to another one.` : error.message;
    log.fatal({ event: 'console_not_started', code: error.code }, text);
    process.exit(1);
  },
);
log.info({ event: 'console_started', url: listening.url, apiUrl: settings.apiUrl }, `the console listens on ${listening.url}`);
const stop = (why: string) => {
  log.info({ event: 'console_stopping', why }, 'the console stops');
  void listening.close().then(() => process.exit(0));
};
process.once('SIGTERM', () => stop('SIGTERM'));
process.once('SIGINT', () => stop('SIGINT'));
// Whoever started it holds a channel to it; when that breaks, nobody is left to end it.
process.once('disconnect', () => stop('its starter has gone'));
