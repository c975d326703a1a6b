import assert from 'node:assert/strict';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import t from 'tap';
import { eventually } from '../support/network.ts';
import { NodeProcess } from '../support/node-process.ts';
import { OwnKeyRig } from '../support/own-key-rig.ts';

/** Larger than what is checked before a start. */
const padding = 20_000_000;

t.test('a large read model that is damaged on the disk is found while the node runs, and made anew', async (t) => {
  const node = new NodeProcess('scratched');
  t.teardown(() => node.remove());
  await node.start();
  const rig = await OwnKeyRig.make(node.id, 'poster');
  const post = await rig.sign('wanted.posted', { title: 'Still here', type: 'bug', priority: 2, effort: 'small' });
  const body = JSON.stringify({ events: [rig.document, post] });
  const headers = { 'content-type': 'application/json' };
  const posted = await fetch(`${node.url}/v1/events`, { method: 'POST', headers, body });
  t.equal(posted.status, 201);
  await node.end('SIGTERM');

  const path = join(node.dataDir, 'readmodel.sqlite');
  pad(path);
  scratch(path);
  await node.start();
  await eventually(() => {
    assert.match(node.lastWords(), /the read model is damaged on the disk/);
    assert.ok(statSync(path).size < padding, 'another file');
  });
  await eventually(async () => {
    const list = (await (await fetch(`${node.url}/v1/wanted`)).json()) as { items: { title: string }[] };
    assert.deepEqual(
      list.items.map(({ title }) => title),
      ['Still here'],
    );
  });
  t.equal(await node.end('SIGTERM'), 'exit code 0');
});

function pad(path: string): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = DELETE; CREATE TABLE padding (bytes BLOB)');
  for (let row = 0; row < 200; row += 1) db.exec(`INSERT INTO padding VALUES (randomblob(${padding / 200}))`);
  db.exec('CREATE INDEX padding_bytes ON padding (substr(bytes, 1, 200))');
  db.close();
}

/** Overwrites pages behind the middle: nothing of a small board stands there. */
function scratch(path: string): void {
  const file = openSync(path, 'r+');
  const pages = Math.floor(statSync(path).size / 4096);
  for (let page = Math.floor(pages / 2); page < pages; page += 1) {
    writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
  }
  closeSync(file);
}
