import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { temporaryDirectory } from '../support/dolt.ts';
import { startNetwork } from '../support/network.ts';

// examples/agent.ts as somebody runs it: in a process of its own, over the package's built client.

const agent = fileURLToPath(new URL('../../examples/agent.ts', import.meta.url));

t.setTimeout(120_000);

t.test(
  'the example agent takes ready work of its skill, hands it in, answers, and does it again when sent back',
  async (t) => {
    const { a } = await startNetwork(t, ['a']);
    const keyFile = join(await temporaryDirectory(t), 'agent-key.json');
    const run = async (url = a.url): Promise<{ code: number | null; out: string }> => {
      const args = ['--url', url, '--skill', 'docs', '--handle', 'mender', '--key', keyFile, '--once'];
      const child = spawn(process.execPath, [agent, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { code, out: out + err };
    };

    const poster = await a.register('poster');
    const post = async (item: object): Promise<string> => {
      const { body } = await a.ask('POST', '/v1/wanted', { type: 'docs', ...item }, poster);
      return String(body.item.id);
    };
    const first = await post({
      title: 'Explain the plugin types',
      skills: ['docs'],
      acceptance: ['an example for each'],
    });
    const others = [
      await post({ title: 'Not its skill', skills: ['design'] }),
      await post({ title: 'Not ready', skills: ['docs'], depends_on: [first] }),
    ];
    const show = async (id: string) => (await a.ask('GET', `/v1/wanted/${id}`)).body;

    t.match(await run(), { code: 0, out: /handed in w-.*Explain the plugin types/ });
    const { id: rig } = JSON.parse(readFileSync(keyFile, 'utf8')) as { id: string };
    t.equal(statSync(keyFile).mode & 0o777, 0o600);
    const done = await show(first);
    t.match(done, { item: { status: 'in_review', claimed_by: { id: rig, handle: 'mender' } } });
    t.match(done.completions, [{ status: 'submitted', evidence: [{ url: /^https:/, digest: /^sha256:/ }] }]);
    t.ok(done.history.some((entry: { type: string }) => entry.type === 'work.progressed'));
    for (const id of others) t.equal((await show(id)).item.status, 'open');

    const about = String(done.completions[0].id);
    await a.ask('POST', '/v1/comments', { about, text: 'Thanks.' }, poster);
    await a.ask('POST', '/v1/comments', { about, text: 'Did you try the examples?' }, poster);
    t.match(await run(), { code: 0, out: new RegExp(`^answered on ${about}\nnothing to do\n$`) });
    const { comments } = await show(first);
    t.match(comments.at(-1), { about, author: { id: rig }, text: /Did you try the examples\?/ });
    t.match(await run(), { code: 0, out: /^nothing to do\n$/ }, 'nobody is answered twice');

    await a.ask('POST', `/v1/wanted/${first}/reject`, { reason: 'one is missing' }, poster);
    t.match(await run(), { code: 0, out: /handed in/ });
    const statuses = (await show(first)).completions.map(({ status }: { status: string }) => status);
    t.strictSame(statuses, ['rejected', 'submitted']);

    t.equal((await run('http://127.0.0.1:1')).code, 3, 'nobody there');
  },
);
