// Runs a program of the set-up to its end, its output kept rather than shown.
import { spawn } from 'node:child_process';

/** Runs `command`; resolves with its output, rejects with the tail of it when it can't be started or fails. Never reads stdin. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const collect = (chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else {
        const error = new Error(`${command} ended with ${signal ?? `code ${code}`}`);
        reject(Object.assign(error, { output }));
      }
    });
  });
}

/** The last non-empty lines of a program's output, indented for a message. */
export function tail(output = '', lines = 12) {
  const kept = output.trimEnd().split('\n').slice(-lines);
  return kept.map((line) => `    ${line}`).join('\n');
}
