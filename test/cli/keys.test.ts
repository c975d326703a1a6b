import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { CliNode } from '../support/cli-node.ts';
import type { User } from '../support/cli-node.ts';

/** Keys of one's own on the command line: several of them, rotated, dropped, recovered, moved to another machine. */

t.setTimeout(240_000);
const cli = await CliNode.start(t);
const { node } = cli;

async function registered(handle: string, ...more: string[]): Promise<{ user: User; id: string }> {
  const user = await cli.user();
  await user.json('key', 'new');
  const { rig } = await user.json('rig', 'register', handle, ...more);
  return { user, id: rig.id };
}

const kidsOf = async (rig: string): Promise<string[]> => (await node.get(`/v1/rigs/${rig}`)).body.keys as string[];

function keyFile(user: User, name: string): string {
  return join(user.home, 'wasteland', 'keys', `${name}.json`);
}

t.test('a second key speaks for the rig, acts, and drops the first', async (test) => {
  const { user, id } = await registered('ann');
  const { kid: first } = await user.json('key', 'show');
  const { kid: second } = await user.json('key', 'new', '--name', 'laptop');
  await user.json('key', 'add', 'laptop');
  test.same(await kidsOf(id), [first, second].sort());
  test.equal((await user.run('post', 'by the laptop', '--type', 'bug', '--key', 'laptop')).code, 0);
  test.match(await user.run('key', 'drop', 'default'), { code: 1, stderr: /signs this/ }, 'not by itself');
  test.match(await user.run('key', 'drop', 'default', '--key', 'laptop'), {
    code: 0,
    stdout: /^dropped .* still counts/,
  });
  test.same(await kidsOf(id), [second]);
  const [late, listed] = await Promise.all([
    user.run('post', 'too late', '--type', 'bug', '--key', 'default'),
    user.run('key', 'list'),
  ]);
  test.match(late, { code: 2, stderr: /was dropped/ });
  test.match(listed.stdout, /default +\S+ +ann \S+ +dropped\nlaptop +\S+ +ann \S+\n$/);
});

t.test('a rotated key leaves its name to the new one, and what it signed counts', async (test) => {
  const { user, id } = await registered('bob');
  const { kid: old } = await user.json('key', 'show');
  const posted = await user.json('post', 'before', '--type', 'bug');
  test.match(await user.run('key', 'rotate'), { code: 0, stdout: /the old one is called default-dropped/ });
  const { kid: fresh } = await user.json('key', 'show');
  test.not(fresh, old);
  test.same(await kidsOf(id), [fresh]);
  const [edited, shown] = await Promise.all([
    user.run('edit', posted.results[0].item.id, '--title', 'after'),
    user.json('key', 'show', 'default-dropped'),
  ]);
  test.equal(edited.code, 0, edited.stderr);
  test.match(shown, { kid: old, dropped: true });
  test.equal(statSync(keyFile(user, 'default')).mode & 0o777, 0o600);
});

t.test('a rotation whose answer was lost goes on with the same key', async (test) => {
  const { user, id } = await registered('cid');
  const [before] = await kidsOf(id);
  // The answer is lost: the node takes the document, and the command doesn't hear of it.
  const { writer } = node.services;
  test.teardown(() => (node.services.writer = writer));
  node.services.writer = {
    boardCurrent: () => writer.boardCurrent(),
    propose: async (proposal) => {
      const outcome = await writer.propose(proposal);
      if (outcome.entries.every(({ repeated }) => repeated)) return outcome;
      throw new Error('the answer was lost');
    },
  };
  test.equal((await user.run('key', 'rotate')).code, 3);
  node.services.writer = writer;
  const [taken] = await kidsOf(id);
  test.not(taken, before);
  test.ok(existsSync(keyFile(user, 'default-next')), 'the new key was kept before it was sent');
  test.equal((await user.run('key', 'rotate')).code, 0);
  test.same(await kidsOf(id), [taken], 'no third key');
  test.equal((await user.json('key', 'show')).kid, taken);
});

t.test('who has a recovery key takes back what a thief has taken over', async (test) => {
  const owner = await cli.user();
  const apart = join(owner.home, 'recovery.json');
  await owner.json('key', 'new', '--out', apart);
  test.equal(statSync(apart).mode & 0o777, 0o600);
  test.equal((await owner.run('key', 'new', '--out', apart)).code, 2, 'never overwritten');
  await owner.json('key', 'new');
  const { rig } = await owner.json('rig', 'register', 'dov', '--recovery', apart);
  const thief = await cli.user();
  writeFileSync(join(thief.home, 'stolen.json'), readFileSync(keyFile(owner, 'default')));
  await thief.json('key', 'import', join(thief.home, 'stolen.json'));
  await thief.json('key', 'rotate');
  const [stolen] = await kidsOf(rig.id);
  test.match(await owner.run('post', 'locked out', '--type', 'bug'), { code: 1, stderr: /key_not_in_force/ });

  const saved = await cli.user();
  const args = ['key', 'recover', rig.id, '--with', apart, '--after', '0'];
  const [wrong, unknown] = await Promise.all([
    saved.run(...args, '--upto', 'nonsense'),
    saved.run('key', 'recover', rig.id, '--with', keyFile(owner, 'default')),
  ]);
  test.equal(wrong.code, 2);
  test.match(unknown, { code: 1, stderr: /no recovery key/ });
  const recovered = await saved.run(...args);
  test.match(recovered, { code: 0, stdout: /^dov is yours again/ }, recovered.stderr);
  const [mine] = await kidsOf(rig.id);
  test.not(mine, stolen);
  const [own, stranger] = await Promise.all([
    saved.run('post', 'back', '--type', 'bug'),
    thief.run('post', 'still here', '--type', 'bug'),
  ]);
  test.equal(own.code, 0, own.stderr);
  test.equal(stranger.code, 1);
});

t.test('a key goes to another machine, by its file or alone', async (test) => {
  const { user, id } = await registered('eva');
  const exported = (await user.run('key', 'export')).stdout;
  const { jwk } = JSON.parse(exported);
  test.same(JSON.parse((await user.run('key', 'export', '--public')).stdout), { kty: 'OKP', crv: 'Ed25519', x: jwk.x });
  const other = await cli.user();
  const [whole, alone] = [join(other.home, 'whole.json'), join(other.home, 'alone.json')];
  writeFileSync(whole, exported);
  writeFileSync(alone, JSON.stringify(jwk));
  test.match(await other.json('key', 'import', whole), { name: 'default', rig: { id } });
  test.equal((await other.run('key', 'import', whole)).code, 2, 'never overwritten');
  test.match(await other.json('key', 'import', alone, '--name', 'second', '--rig', 'eva'), { rig: { id } });
  test.equal((await other.run('post', 'elsewhere', '--type', 'bug', '--key', 'second')).code, 0);
});

t.test('a rig says other things of itself, and closes, with a key and with a token', async (test) => {
  const { user, id } = await registered('fay');
  const recovery = (await cli.user()).home;
  const edited = await user.run('rig', 'edit', '--name', 'Fay', '--also-known-as', 'https://example.org/fay');
  test.match(edited, { code: 0, stdout: 'you are fay, Fay\n' }, edited.stderr);
  await user.json('rig', 'edit', '--handle', 'faye', '--no-also-known-as');
  test.match((await node.get(`/v1/rigs/${id}`)).body, { handle: 'faye', name: 'Fay', also_known_as: [] });
  const { token, id: held } = await node.rig('custodial');
  const custodial = (await cli.user()).with({ WASTELAND_TOKEN: token });
  test.match(await custodial.run('rig', 'edit', '--name', 'Kept'), { code: 0, stdout: /^you are custodial@.*, Kept/ });
  const [unsure, closed, byToken] = await Promise.all([
    user.with({ HOME: recovery, XDG_CONFIG_HOME: recovery }).run('rig', 'close'),
    user.run('rig', 'close', '--yes'),
    custodial.run('rig', 'close', '--yes'),
  ]);
  test.equal(unsure.code, 2);
  test.same([closed.code, byToken.code], [0, 0], closed.stderr + byToken.stderr);
  for (const rig of [id, held]) test.match((await node.get(`/v1/rigs/${rig}`)).body, { status: 'tombstone', keys: [] });
});
