#!/usr/bin/env node
// The `forebear` command: runs the built program, or, in a clone, the sources under a Node that can run them.
// Plain JavaScript, because it must be able to say "your Node is too old" on a Node that is.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const oldestNode = 24;
const couldNotRun = 3;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'dist', 'cli', 'main.js');
const source = join(root, 'src', 'cli', 'main.ts');
// In a clone always the sources: a dist/ left from an older build would answer for code that is no longer there.
const main = existsSync(source) ? source : built;

if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
  await import(pathToFileURL(main).href);
} else {
  const node = installedNode();
  if (node === undefined) {
    const advice = existsSync(source) ? 'Run `npm run setup` in the clone' : `Install Node ${oldestNode} or newer`;
    process.stderr.write(
      `node: expected version ${oldestNode} or newer, found v${process.versions.node}\n${advice}.\n`,
    );
    process.exitCode = couldNotRun;
  } else {
    handOver(node);
  }
}

/** The Node that set-up installed into the clone; undefined before set-up and in the published package. */
function installedNode() {
  const folder = join(root, 'tools', 'node', 'node_modules');
  if (!existsSync(folder)) return undefined;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = readdirSync(folder).map((entry) => join(folder, entry, 'bin', name));
  return candidates.find((candidate) => existsSync(candidate));
}

/** @param {string} node */
function handOver(node) {
  const child = spawn(node, [...process.execArgv, main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // On a terminal the child hears Ctrl-C itself; told twice, it would stop without tidying.
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  process.on('SIGINT', () => onTerminal || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`${node}: ${error.message}\n`);
    process.exitCode = couldNotRun;
  });
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}
