import t from 'tap';
import { fetchInbox, inboxName } from '../../src/federation/inbox.ts';
import type { Connector } from '../../src/ledger/connection.ts';
import { World } from '../support/world.ts';

const commit = '0'.repeat(32);
const { id: node } = new World('inbox').node('peer');
const name = inboxName(node);
const remote = 'https://peer.example/ledger';

/** A server that answers from a script, and what it was told. */
class ScriptedDolt {
  readonly said: string[] = [];
  databases = new Set(['information_schema']);
  /** Errors of the next fetches; none when it is empty. */
  failures: string[] = [];
  /** Where it stands, a fetch hangs until it is killed. */
  hangs = false;
  #kill: () => void = () => undefined;
  #connections = 0;

  readonly server = {
    connect: () => {
      const id = ++this.#connections;
      return Promise.resolve({
        on: () => undefined,
        end: () => Promise.resolve(),
        destroy: () => undefined,
        query: async (sql: string) => [await this.#answer(sql, [], id), []],
        connection: {
          query: (sql: string, values: string[], done: (error: Error | null, rows?: object[]) => void) => {
            this.#answer(sql, values, id).then((rows) => done(null, rows), done);
          },
        },
      });
    },
  } as unknown as Connector;

  async #answer(sql: string, values: string[], id: number): Promise<object[]> {
    const told = [sql, ...values].join(' ');
    const quoted = /`([^`]+)`/.exec(sql)?.[1] ?? '';
    if (sql.includes('CONNECTION_ID')) return [{ id }];
    if (sql === 'SHOW DATABASES') return [...this.databases].map((Database) => ({ Database }));
    if (sql.includes('information_schema.schemata')) return this.databases.has(values[0] ?? '') ? [{}] : [];
    if (sql.includes('DOLT_HASHOF')) return [{ commit }];
    if (sql === 'SHOW PROCESSLIST') {
      return [
        { Id: 77, db: name, Command: 'Query' },
        { Id: 78, db: name, Command: 'Sleep' },
      ];
    }
    if (!sql.startsWith('USE') && !sql.startsWith('SELECT')) this.said.push(told);
    if (sql.startsWith('CREATE DATABASE')) this.databases.add(quoted);
    if (sql.startsWith('DROP DATABASE')) this.databases.delete(quoted);
    if (sql.startsWith('KILL QUERY') && !sql.endsWith(' 77')) this.#kill();
    if (sql.includes('DOLT_FETCH')) await this.#fetch();
    return [];
  }

  async #fetch(): Promise<void> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw new Error(failure);
    if (!this.hangs) return;
    await new Promise<void>((_resolve, reject) => {
      this.#kill = () => reject(new Error('context canceled'));
    });
  }
}

const fetched = [
  "CALL DOLT_REMOTE('add', 'origin', ?) https://peer.example/ledger",
  "CALL DOLT_FETCH('origin', 'main')",
];
const forever = new AbortController().signal;

t.test('a first fetch makes the inbox, ends what an earlier one left, and drops those of others', async (t) => {
  const dolt = new ScriptedDolt();
  const stranger = inboxName(new World('inbox').node('stranger').id);
  const friend = new World('inbox').node('friend').id;
  dolt.databases.add(stranger).add(inboxName(friend)).add('inbox_mine');
  t.equal(await fetchInbox(dolt.server, { node, remote, peers: [friend], signal: forever }), commit);
  t.same(dolt.said, [
    'KILL QUERY 77',
    `DROP DATABASE \`${stranger}\``,
    'CALL DOLT_PURGE_DROPPED_DATABASES()',
    `CREATE DATABASE \`${name}\``,
    ...fetched,
  ]);
});

t.test('an inbox that is broken is made anew, once', async (t) => {
  const dolt = new ScriptedDolt();
  dolt.databases.add(name);
  dolt.failures = ['checksum error'];
  t.equal(await fetchInbox(dolt.server, { node, remote, peers: [], signal: forever }), commit);
  const again = [
    `DROP DATABASE \`${name}\``,
    'CALL DOLT_PURGE_DROPPED_DATABASES()',
    `CREATE DATABASE \`${name}\``,
    ...fetched,
  ];
  t.same(dolt.said, ['KILL QUERY 77', ...fetched, ...again]);
  dolt.failures = ['checksum error', 'checksum error'];
  await t.rejects(fetchInbox(dolt.server, { node, remote, peers: [], signal: forever }), { code: 'fetch_failed' });
});

t.test('a remote that is not there is no reason to throw the inbox away', async (t) => {
  const dolt = new ScriptedDolt();
  dolt.databases.add(name);
  dolt.failures = ["could not access dolt url 'https://peer.example/ledger': connection refused"];
  await t.rejects(fetchInbox(dolt.server, { node, remote, peers: [], signal: forever }), { code: 'fetch_failed' });
  t.same(dolt.said, ['KILL QUERY 77', ...fetched]);
});

t.test('a fetch that takes too long is killed from a second connection', async (t) => {
  const dolt = new ScriptedDolt();
  dolt.hangs = true;
  const limit = new AbortController();
  const fetching = fetchInbox(dolt.server, { node, remote, peers: [], signal: limit.signal });
  setImmediate(() => limit.abort());
  await t.rejects(fetching, { code: 'timed_out' });
  t.match(dolt.said.at(-1), /^KILL QUERY 1$/);
});
