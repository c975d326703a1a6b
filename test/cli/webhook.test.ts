import t from 'tap';
import { CliNode } from '../support/cli-node.ts';
import { Endpoint } from '../support/endpoint.ts';
import { eventually, expectSame } from '../support/network.ts';

/** `wasteland webhook`, as a rig and as the operator. */

t.setTimeout(180_000);
const cli = await CliNode.start(t);
const { node } = cli;
const rig = await node.rig('poster');

t.test('added, listed, tested, looked at, sent again, paused, removed', async (t) => {
  const user = await cli.user({ WASTELAND_TOKEN: rig.token });
  const endpoint = await Endpoint.start(t);
  const made = await user.json(
    'webhook',
    'add',
    endpoint.url,
    '--type',
    'wanted,stamp',
    '--name',
    'ci',
    '--rig',
    'poster',
  );
  t.match(made, { types: ['wanted', 'stamp'], of: { id: rig.id }, secret: /^whsec_/ });
  t.match(await user.run('webhook', 'list'), {
    code: 0,
    stdout: new RegExp(`^ID +URL[^]*\\n${made.id} +\\S+ +ci +wanted stamp, poster@\\S+ +active +0\\n$`),
  });
  const { id: ping } = await user.json('webhook', 'ping', made.id);
  await eventually(() => expectSame(endpoint.letters.length, 1, 'letters'));
  endpoint.verify(made.secret, endpoint.letters[0] as Endpoint['letters'][number]);
  await eventually(async () => {
    const { stdout } = await user.run('webhook', 'deliveries', made.id);
    expectSame(new RegExp(`${ping} +ping +\\S+ +delivered +1 +204`).test(stdout), true, stdout);
  });
  t.match(await user.run('webhook', 'redeliver', made.id, ping), { code: 0, stdout: `${ping} is sent again\n` });
  await eventually(() => expectSame(endpoint.letters.length, 2, 'letters'));
  t.equal(endpoint.ids.length, 1);
  t.match(await user.run('webhook', 'pause', made.id), { code: 0, stdout: `${made.id} is paused\n` });
  t.match(await user.run('webhook', 'resume', made.id), { code: 0, stdout: `${made.id} is active\n` });
  t.match(await user.run('webhook', 'remove', made.id), { code: 0, stdout: `removed ${made.id}\n` });
  t.match(await user.run('webhook', 'remove', made.id), { code: 1, stderr: /not_found/ });
});

t.test("the operator's; and nobody's", async (t) => {
  const operator = await cli.user({ WASTELAND_ADMIN_TOKEN: node.admin });
  const made = await operator.json('webhook', 'add', 'https://127.0.0.1:1/', '--operator');
  t.equal(made.rig, undefined);
  t.match((await operator.json('webhook', 'list', '--operator')).items, [{ id: made.id, state: 'active' }]);
  t.match(await operator.run('webhook', 'list'), { code: 2, stderr: /--token.*--operator/ });
});
