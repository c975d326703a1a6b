#!/usr/bin/env node
// Launcher: finds a Node that is new enough for dist/cli/main.js. Runs on any Node >= 18 and does nothing else.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist', 'cli', 'main.js');
const ownNode = join(root, 'node_modules', 'node', 'bin', 'node');
// Compiled code is kept for the next start, which saves a good part of it; where nothing can be written it is not.
const compiled = join(root, 'node_modules', '.cache', 'compiled');

if (!existsSync(main)) {
  fail(`${main} is missing: run "npm start" or "npm run build" in ${root} first`);
} else if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) {
  process.argv[1] = main;
  module.enableCompileCache(compiled);
  await import(pathToFileURL(main).href);
} else if (existsSync(ownNode)) {
  passOn(
    spawn(ownNode, [main, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: compiled, ...process.env },
    }),
  );
} else {
  fail(
    `Node ${NODE_NEEDED} or newer is needed, this is ${process.versions.node}: run "npm start" in ${root}, which brings one`,
  );
}

function fail(text) {
  process.stderr.write(`wasteland: ${text}\n`);
  process.exitCode = 1;
}

/** Makes the child's signals and its end our own. */
function passOn(child) {
  // Ctrl-C reaches the whole process group, the child too: what comes from a terminal is not sent a second time.
  const onTerminal = process.stdin.isTTY === true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) {
    const fromTerminal = onTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT');
    process.on(signal, () => fromTerminal || child.kill(signal));
  }
  child.on('error', (error) => fail(`${ownNode} can't be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
    process.exit();
  });
}
