import t from 'tap';
import { DiskRoom } from '../../src/ledger/disk-room.ts';
import { createLog } from '../../src/log.ts';

const megabyte = 1024 * 1024;

t.test('writing stops below 64 MB and begins again at 96 MB', async (t) => {
  let free = 1_000 * megabyte;
  let told = 0;
  const lines: string[] = [];
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  const room = new DiskRoom({ dataDir: '/', log, measure: async () => free });
  room.onRoom(() => (told += 1));
  const look = async (bytes: number): Promise<string> => {
    free = bytes;
    await room.look();
    return room.status;
  };

  t.doesNotThrow(() => room.check(), 'before the first look');
  t.equal(await look(64 * megabyte), 'ok');
  t.equal(await look(64 * megabyte - 1), 'full: 63 MB free, 96 MB needed');
  t.throws(() => room.check(), { code: 'disk_full' });
  t.equal(await look(95 * megabyte), 'full: 95 MB free, 96 MB needed', 'a little more room is not enough');
  t.equal(told, 0);
  t.equal(await look(96 * megabyte), 'ok');
  t.doesNotThrow(() => room.check());
  t.equal(told, 1, 'who waits for room is told once');
  t.equal(room.free, 96 * megabyte);
  t.equal(lines.length, 2, 'the operator is told of the end and of the beginning');
});

t.test('what can not be measured changes nothing', async (t) => {
  let broken = false;
  const measure = async (): Promise<number> => {
    if (broken) throw new Error('no such file system');
    return megabyte;
  };
  const room = new DiskRoom({ dataDir: '/', log: createLog('silent'), measure });
  await room.look();
  broken = true;
  await room.look();
  t.throws(() => room.check(), { code: 'disk_full' });
});

t.test('a write that met the end of the disk counts more than what was measured', async (t) => {
  const told: boolean[] = [];
  const room = new DiskRoom({ dataDir: '/', log: createLog('silent'), measure: async () => 500 * megabyte });
  room.onRoom((met) => void told.push(met));
  await room.look();
  room.met();
  t.throws(() => room.check(), { code: 'disk_full' });
  await room.look();
  t.doesNotThrow(() => room.check());
  await room.look();
  t.same(told, [true], 'whoever waits for room is told that there was none');
});

t.test('the disk of this very directory can be measured', async (t) => {
  const room = new DiskRoom({ dataDir: '.', log: createLog('silent') });
  await room.look();
  t.ok(Number.isFinite(room.free) && room.free > 0, `${room.free}`);
});
