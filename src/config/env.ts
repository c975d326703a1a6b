import { readFileSync } from 'node:fs';
import { WastelandError } from '../errors.ts';

/** An environment as Node has it: names to values, all text. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Variable {
  /** Without the prefix `WASTELAND_`. */
  name: string;
  /** What holds when the variable is absent or empty, as a person would write it. */
  default?: string;
  /** A secret can be given as a file too: `WASTELAND_<name>_FILE`. */
  secret?: true;
  description: string;
}

/** Every variable that the node and the command line read (design section 9); the table in the documentation is made from it. */
export const variables = [
  { name: 'DATA_DIR', default: './data', description: 'Directory of everything that the node keeps.' },
  { name: 'HOST', default: '127.0.0.1', description: 'Address on which the HTTP server listens.' },
  { name: 'PORT', default: '8080', description: 'Port of the HTTP server; 0 takes any free one.' },
  { name: 'PUBLIC_URL', description: 'Base URL under which others reach the node; the listening address if absent.' },
  { name: 'NAME', default: 'wasteland', description: 'Name that the node shows to people.' },
  {
    name: 'DOLT_REMOTE_PORT',
    default: '50051',
    description:
      'Port from which anyone can clone ledger and commons, on all interfaces whatever HOST says; 0 takes any free one, off serves none.',
  },
  { name: 'DOLT_REMOTE_URL', description: 'Base URL of the Dolt remotes as peers see it, without /ledger.' },
  {
    name: 'DOLT_BIN',
    description: 'Dolt binary to use; else one on PATH that is new enough, else the one in the user cache.',
  },
  { name: 'DOLT_RELEASES', description: "Set-up only: a mirror of Dolt's releases, for machines without Go." },
  {
    name: 'SECRET',
    secret: true,
    description:
      'Secret under which private keys are encrypted, 32 characters or more; made in DATA_DIR/secret if absent.',
  },
  { name: 'SYNC_SCHEDULE', default: '*/5 * * * *', description: 'When to pull from peers, as a cron expression.' },
  { name: 'REGISTRATION', default: 'open', description: 'Who may register a rig: open, invite or closed.' },
  {
    name: 'TIER_CONTRIBUTOR',
    default: 'completions=3 stamps=3 validators=2 days=7 mean=0',
    description: 'What makes a rig a contributor here, tier 2; what is left out keeps its default.',
  },
  {
    name: 'TIER_MAINTAINER',
    default: 'completions=10 stamps=15 validators=5 days=30 mean=3.5',
    description: 'What makes a contributor a maintainer here, tier 3.',
  },
  {
    name: 'TIER_DOORS',
    default: 'post=0 claim=0 review=0 contribute=2',
    description:
      'The lowest tier that may post here, claim, review as somebody else than the poster, and, where a project asks the gate, open a pull request.',
  },
  {
    name: 'TIER_CLAIMS',
    default: 'drifter=10 registered=100 contributor=200 maintainer=500',
    description: 'How many items of this home one rig may have claimed at once.',
  },
  {
    name: 'TRUST_DAMPING',
    default: '0.6',
    description: "How much of a validator's weight goes on to those that it vouches for, from 0 to 0.95.",
  },
  {
    name: 'TRUST_COMBINE',
    default: 'together',
    description:
      'How several roots count: together, or minimum: the least that any one of them gives, which survives all but one being bad.',
  },
  {
    name: 'PUBLISH_VIEW',
    default: 'true',
    description: 'true signs, for whoever asks, how a rig looks from the roots of this node; others can recompute it.',
  },
  {
    name: 'ALLOW_PRIVATE_PEERS',
    default: 'false',
    description: 'true admits peers over http and at private or loopback addresses: for tests and intranets.',
  },
  {
    name: 'TRUST_PROXY',
    default: 'loopback',
    description:
      'Proxies whose X-Forwarded-For is believed, for the limits of each address: addresses, networks such as 10.0.0.0/8, loopback, linklocal, uniquelocal.',
  },
  {
    name: 'GITHUB_URL',
    default: 'https://api.github.com',
    description: "Base URL of GitHub's API, which is asked for the statements that prove accounts.",
  },
  {
    name: 'LOG_LEVEL',
    default: 'info',
    description: 'trace, debug, info, warn, error, fatal or silent; the ready line is printed at every level.',
  },
  { name: 'URL', description: 'Command line only: the node that commands talk to.' },
  { name: 'TOKEN', secret: true, description: 'Command line only: bearer token of a rig whose key the node holds.' },
  {
    name: 'ADMIN_TOKEN',
    secret: true,
    description: "Command line only: the node's admin token; else DATA_DIR/admin-token.",
  },
  {
    name: 'GITHUB_TOKEN',
    secret: true,
    description: 'Command line only: token of GitHub, Forgejo or Gitea, for `wasteland import github`.',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof variables)[number]['name'];

/** The environment of this process. Nothing else reads it. */
export function processEnvironment(): Environment {
  return { ...process.env };
}

/** The value of `WASTELAND_<name>`; an empty one is as good as none. A secret may stand in the file that `…_FILE` names. */
export function readVariable(env: Environment, name: VariableName): string | undefined {
  const value = env[`WASTELAND_${name}`] || undefined;
  const variable: Variable | undefined = variables.find((each) => each.name === name);
  const file = variable?.secret ? env[`WASTELAND_${name}_FILE`] || undefined : undefined;
  if (value !== undefined && file !== undefined) {
    throw new WastelandError('bad_config', `set WASTELAND_${name} or WASTELAND_${name}_FILE, not both`);
  }
  return file === undefined ? value : readSecretFile(name, file);
}

function readSecretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new WastelandError(
      'bad_config',
      `WASTELAND_${name}_FILE=${file} can't be read: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}

/** Variables with our prefix that nothing reads, most likely misspelt. */
export function unknownVariables(env: Environment): string[] {
  const names = variables.flatMap(({ name }) => [`WASTELAND_${name}`, `WASTELAND_${name}_FILE`]);
  return Object.keys(env)
    .filter((name) => name.startsWith('WASTELAND_') && !name.startsWith('WASTELAND_TEST_') && !names.includes(name))
    .sort();
}
