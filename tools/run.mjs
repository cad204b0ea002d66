#!/usr/bin/env node
// The one entry of every npm script: `node tools/run.mjs <command> [arguments]`. It needs Node, npm and git, nothing else;
// what is missing (pnpm, packages, generated code, a build) it brings first, and it does nothing where nothing changed.
// This file must be readable by any Node, so that a wrong version gets a sentence and not a syntax error.

const wanted = { major: 20, minor: 19 };
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < wanted.major || (major === wanted.major && minor < wanted.minor)) {
  console.error(
    `Rollcall needs Node ${wanted.major}.${wanted.minor} or newer; this is ${process.versions.node}. Get one from https://nodejs.org or with: nvm install ${wanted.major}`,
  );
  process.exit(1);
}

const { runCommand } = await import('./run/commands.mjs');
process.exitCode = await runCommand(process.argv.slice(2));
