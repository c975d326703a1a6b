import t from 'tap';
import { CliNode } from '../support/cli-node.ts';
import { StubServer } from '../support/stub-server.ts';

t.test('an account is proven by hand: with a key of one’s own, and with a token', async (t) => {
  const github = await StubServer.start(t);
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const at = await CliNode.start(t, { githubUrl: github.url, clock });
  const outside = { WASTELAND_GITHUB_URL: github.url, WASTELAND_ALLOW_PRIVATE_PEERS: 'true' };
  github.user('ann', 17);

  const ann = await at.user(outside);
  await ann.json('key', 'new');
  await ann.json('rig', 'register', 'ann');
  t.match(await ann.run('rig', 'prove', 'github:nobody'), { code: 2, stderr: /knows no nobody/ });
  t.match(await ann.run('rig', 'prove', 'somewhere:ann'), { code: 2, stderr: /can be proven/ });
  t.match(await ann.run('rig', 'prove', 'github:ann', '--gist', 'abcdef'), { code: 2, stderr: /--check/ });
  const unnamed = await ann.run('rig', 'prove', 'github:Ann');
  t.match(unnamed, { code: 0, stdout: /rig edit --also-known-as github:ann/ });
  t.match(unnamed.stdout, /ann\/ann/);
  await ann.json('rig', 'edit', '--also-known-as', 'https://github.com/ann');

  const { statement, number, named } = await ann.json('rig', 'prove', 'github:ann');
  t.strictSame([number, named], [17, true]);
  github.gist('abcdef12', { login: 'ann', id: 17 }, statement);
  t.match(await ann.run('rig', 'prove', '--check'), { code: 4, stdout: /not proven \(no_statement\)/ });
  ahead = 60_000;
  t.match(await ann.run('rig', 'prove', '--check', 'github:ann', '--gist', 'abcdef12'), { stdout: /proven .* a gist/ });
  t.match(await ann.run('rig', 'show', 'ann'), { stdout: /github:ann: proven \d{4}-\d\d-\d\d, by a gist/ });
  t.match(await ann.run('rig', 'prove', '--check'), { code: 1, stderr: /just looked at/ });

  const { rig, token } = await ann.json('rig', 'register', 'bot', '--custodial');
  const bot = ann.with({ WASTELAND_TOKEN: token });
  await bot.json('rig', 'edit', '--also-known-as', 'domain:bot.example');
  const text = (await bot.run('rig', 'prove', 'https://bot.example')).stdout;
  t.match(text, /_wasteland-rig\.bot\.example/);
  const [whole = ''] = text.split('\n');
  const strings = [...text.matchAll(/"([^"]+)"/g)].map(([, part = '']) => part);
  t.equal(strings.join(''), whole, 'what a zone file takes is the same text');
  t.ok(strings.every(({ length }) => length <= 255));
  t.match(await at.node.get(`/v1/rigs/${rig.id}`), { body: { accounts: [{ account: 'domain:bot.example' }] } });
});

t.test('without GitHub a statement is signed all the same, and it says what it lacks', async (t) => {
  const at = await CliNode.start(t);
  const user = await at.user({ WASTELAND_GITHUB_URL: 'http://127.0.0.1:1', WASTELAND_ALLOW_PRIVATE_PEERS: 'true' });
  await user.json('key', 'new');
  await user.json('rig', 'register', 'ben');
  t.match(await user.run('rig', 'prove', 'github:ben'), { code: 0, stdout: /number/ });
});
