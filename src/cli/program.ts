import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAccept } from './accept.ts';
import { addBrowse } from './browse.ts';
import { addClaim } from './claim.ts';
import { addComment } from './comment.ts';
import { addCompletion } from './completion.ts';
import { addConformance } from './conformance.ts';
import { addDigest } from './digest.ts';
import { addDoctor } from './doctor.ts';
import { addEdit } from './edit.ts';
import { addExport } from './export.ts';
import { addGate } from './gate.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addKey } from './key.ts';
import { addLink } from './link.ts';
import { addLog } from './log.ts';
import { addMcp } from './mcp.ts';
import { addPeer } from './peer.ts';
import { addPost } from './post.ts';
import { addProgress } from './progress.ts';
import { addRebuild } from './rebuild.ts';
import { addReject } from './reject.ts';
import { addRelease } from './release.ts';
import { addReputation } from './reputation.ts';
import { addRig } from './rig.ts';
import { addServe } from './serve.ts';
import { addShow } from './show.ts';
import { addStamp } from './stamp.ts';
import { addSubmit } from './submit.ts';
import { addSuggest } from './suggest.ts';
import { addSync } from './sync.ts';
import { exitCodes, exitCodeWords } from './terminal/exit-codes.ts';
import { addToken } from './token.ts';
import { addTrust } from './trust.ts';
import { addVerify } from './verify.ts';
import { addVouch } from './vouch.ts';
import { addWebhook } from './webhook.ts';
import { addWithdraw } from './withdraw.ts';

const node = [
  addServe,
  addInit,
  addDoctor,
  addPeer,
  addSync,
  addTrust,
  addLog,
  addDigest,
  addVerify,
  addRebuild,
  addConformance,
];
const people = [
  addKey,
  addToken,
  addRig,
  addReputation,
  addBrowse,
  addShow,
  addSuggest,
  addGate,
  addMcp,
  addWebhook,
  addImport,
  addExport,
  addCompletion,
];
const acts = [addPost, addClaim, addProgress, addSubmit, addRelease, addAccept, addReject, addWithdraw, addEdit];
const words = [addStamp, addComment, addVouch, addLink];

/** The whole command line, ready to parse; it throws where commander would end the process. */
export function createProgram(): Command {
  const program = new Command('wasteland')
    .description('A federated task market with signed, verifiable reputation.')
    .version(version(), '--version')
    .exitOverride()
    .showHelpAfterError('(add --help for more)');
  addAll(program, 'Running a node', node);
  addAll(program, 'You, and what there is to do', people);
  addAll(program, 'The life of a wanted item', acts);
  addAll(program, 'What you say about work and others', words);
  program.addHelpText('after', () => `\nExit codes:\n${exitCodeLines().join('\n')}`);
  return program;
}

function exitCodeLines(): string[] {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return names.map((name) => `  ${exitCodes[name]}  ${exitCodeWords[name]}`);
}

function addAll(program: Command, group: string, commands: ((program: Command) => Command)[]): void {
  for (const add of commands) add(program).helpGroup(`${group}:`);
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
