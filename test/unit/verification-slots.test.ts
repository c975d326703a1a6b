import t from 'tap';
import { VerificationSlots } from '../../src/identity/verification-slots.ts';
import type { Begun } from '../../src/identity/verification-slots.ts';

const slotCount = 512;
const x = 'x'.repeat(43);
const signature = Uint8Array.from({ length: 64 }, (_, at) => at);

/** The two sides, as two threads have them. */
function sides(): { here: VerificationSlots; there: VerificationSlots } {
  const here = new VerificationSlots();
  return { here, there: new VerificationSlots(here.memory) };
}

function placed(slots: VerificationSlots, signingInput: string): Begun {
  const begun = slots.place({ signingInput, signature }, x);
  if (begun === undefined) throw new Error('no room');
  return begun;
}

t.test('what one side gives a place the other takes, whole and in order, and its result is seen', (t) => {
  const { here, there } = sides();
  const begun = ['one.1', 'another.2'].map((text) => placed(here, text));
  t.same(
    begun.map(({ result }) => result),
    [undefined, undefined],
  );
  const first = there.take();
  t.equal(first.text.toString(), 'one.1');
  t.same([...first.signature], [...signature]);
  t.equal(first.x, x);
  first.tell(true);
  const second = there.take();
  t.equal(second.text.toString(), 'another.2');
  second.tell(false);
  t.same(
    begun.map(({ result }) => result),
    [true, false],
  );
  t.end();
});

t.test('whose result is told is not taken any more', (t) => {
  const { here, there } = sides();
  const [told] = ['told', 'open'].map((text) => placed(here, text));
  told?.tell(true);
  t.equal(there.take().text.toString(), 'open');
  t.equal(told?.result, true);
  t.end();
});

t.test('a result that comes late is not taken for that of the next one in the same slot', (t) => {
  const { here, there } = sides();
  const before = placed(here, 'before');
  const taken = there.take();
  before.tell(false);
  for (let other = 1; other < slotCount; other += 1) placed(here, 'other').tell(true);
  const after = placed(here, 'after');
  taken.tell(true);
  t.equal(after.result, undefined);
  t.equal(before.result, undefined, 'and what has lost its slot is known to nobody');
  before.tell(true);
  t.equal(after.result, undefined);
  t.equal(there.take().text.toString(), 'after');
  t.end();
});

t.test('there is no room beyond the last slot, and for what does not fit into one', (t) => {
  const { here } = sides();
  const begun = Array.from({ length: slotCount }, (_, at) => placed(here, `text ${at}`));
  const one = { signingInput: 'one more', signature };
  t.equal(here.place(one, x), undefined);
  begun[1]?.tell(true);
  t.equal(here.place(one, x), undefined, 'they go round in order');
  begun[0]?.tell(true);
  t.ok(here.place(one, x));
  begun[2]?.tell(true);
  const longest = 4_096 - 4 - 43 - 64;
  t.equal(here.place({ signingInput: 'a'.repeat(longest + 1), signature }, x), undefined);
  t.equal(here.place({ signingInput: 'a', signature: signature.subarray(1) }, x), undefined);
  t.equal(here.place(one, x.slice(1)), undefined);
  t.ok(here.place({ signingInput: 'a'.repeat(longest), signature }, x), 'and none of them has taken it');
  t.end();
});

t.test('places go on behind the largest number', (t) => {
  const { here, there } = sides();
  // Both counters stand at the beginning of the memory.
  new Int32Array(here.memory).fill(2 ** 31 - 2, 0, 2);
  for (const text of ['a', 'b', 'c', 'd']) {
    const begun = placed(here, text);
    const taken = there.take();
    t.equal(taken.text.toString(), text);
    taken.tell(text !== 'c');
    t.equal(begun.result, text !== 'c');
  }
  t.end();
});
