// Builds programs from the Go modules that the directories of tools/ pin with their checksums.
import { isAtLeast } from './find-program.mjs';
import { run } from './run.mjs';

/** The oldest Go that builds what is in tools/. */
export const GO_MINIMUM = '1.26';

/** Why Go can't be used here, in a few words; undefined when it can. */
export async function whyNoGo(env) {
  const output = await run('go', ['env', 'GOVERSION'], { env }).catch(() => '');
  const version = /go(\d+\.\d+(?:\.\d+)?)/.exec(output)?.[1];
  if (version === undefined) {
    return 'there is no Go here';
  }
  return isAtLeast(version, GO_MINIMUM) ? undefined : `Go ${version} is older than ${GO_MINIMUM}`;
}

/** Builds the main package `from` of the module in `directory` to the file `to`. */
export async function buildWithGo(env, directory, { from, to, tags = [], ldflags = [] }) {
  const flags = [...tags.map((tag) => `-tags=${tag}`), `-ldflags=${['-s', '-w', ...ldflags].join(' ')}`, '-trimpath'];
  await run('go', ['build', ...flags, '-o', to, from], { cwd: directory, env });
}
