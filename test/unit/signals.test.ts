import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { audit } from '../../src/domain/reputation/signals/audit.ts';
import type { Audit } from '../../src/domain/reputation/signals/audit.ts';
import { signalsOf } from '../../src/domain/reputation/signals/of-rig.ts';
import { innocentCauses, maxNamed, maxShown, signalKinds } from '../../src/domain/reputation/signals/signal.ts';
import type { Signal, SignalKind } from '../../src/domain/reputation/signals/signal.ts';
import { runAll } from '../../src/domain/reputation/steps.ts';
import { WatchedStamps } from '../../src/domain/reputation/signals/watched-stamps.ts';
import type { WatchedStamp } from '../../src/domain/reputation/signals/watched-stamps.ts';

/** What is seen in who stamps whom, how and when: each rule on the smallest scene that shows it, and on one that nearly does. */

const day = 86_400_000;
let made = 0;

/** One stamp a day, with scores and confidences that differ. */
function stamp(author: string, subject: string, changes: Partial<WatchedStamp> & { on?: string } = {}): WatchedStamp {
  made += 1;
  const { on = `work ${made}`, ...rest } = changes;
  return {
    id: `s-${hex(`stamp ${made}`)}`,
    author,
    subject,
    completion: `c-${hex(on)}`,
    dimensions: {
      quality: { score: 1 + (made % 9) / 2, confidence: 0.5 },
      reliability: { score: 1 + (made % 7) / 2, confidence: 0.8 },
    },
    created_at: 1_700_000_000_000 + made * day,
    ...rest,
  };
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40);
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function watched(stamps: WatchedStamp[], groupOf = (rig: string): string => rig): WatchedStamps {
  const all = new WatchedStamps(groupOf);
  for (const each of [...stamps].sort((a, b) => a.created_at - b.created_at)) all.add(each);
  return all;
}

function audited(...stamps: WatchedStamp[][]): Audit {
  return runAll(audit(watched(stamps.flat())));
}

function of(kind: SignalKind, { signals }: Audit): Signal[] {
  return signals.filter((signal) => signal.kind === kind);
}

function sets(signals: Signal[]): string[] {
  return signals.map(({ rigs }) => [...rigs].sort().join(' ')).sort();
}

function ring(names: string[]): WatchedStamp[] {
  return names.map((name, index) => stamp(name, names[(index + 1) % names.length] ?? ''));
}

function clique(names: string[]): WatchedStamp[] {
  return names.flatMap((name) => names.filter((other) => other !== name).map((other) => stamp(name, other)));
}

/** Many who review the work of many others, of whom nobody reviews. */
function market(): WatchedStamp[] {
  return times(300, (index) => stamp(`validator ${(index * 7) % 30}`, `worker ${(index * 11) % 50}`));
}

t.test('an ordinary market shows nothing', (t) => {
  t.strictSame(audited(market()).signals, []);
  t.end();
});

t.test('two who stamp each other, when it is much of what one of them has', (t) => {
  const exchange = [stamp('a', 'b'), stamp('b', 'a')];
  const [signal, ...more] = of('reciprocity', audited(market(), exchange));
  t.strictSame(more, [], 'a pair is named once');
  t.strictSame(sets([signal as Signal]), ['a b']);
  t.strictSame(
    signal?.ids,
    exchange.map(({ id }) => id),
  );
  t.match(signal, { size: 2, stamps: 2, from: exchange[0]?.created_at, to: exchange[1]?.created_at });
  t.match(signal?.seen, /1 one way, 1 the other/);

  const others = times(9, (index) => [stamp(`x${index}`, 'a'), stamp(`x${index}`, 'b')]).flat();
  t.strictSame(of('reciprocity', audited(exchange, others)), [], 'one of ten says nothing');
  const oneWay = [stamp('a', 'b'), stamp('b', 'c'), stamp('b', 'd')];
  t.strictSame(of('reciprocity', audited(oneWay)), [], 'one way is no exchange');
  t.end();
});

t.test('rings of three and more', (t) => {
  const two = ring(times(3, (index) => `three ${index}`));
  const large = ring(times(5_000, (index) => `many ${index}`));
  const found = of('ring', audited(market(), two, large));
  t.strictSame(
    found.map(({ size }) => size).sort((a, b) => a - b),
    [3, 5_000],
  );
  const [biggest] = found;
  t.equal(biggest?.rigs.length, maxNamed, 'a large one is named in part');
  t.equal(biggest?.ids.length, maxShown);
  t.match(biggest, { stamps: 5_000, of: 5_000 });
  const { circles } = audited(market(), two, large);
  t.match(circles.get('many 4321'), [{ kind: 'ring', size: 5_000 }], 'also by members that aren’t named');
  t.equal(circles.get('worker 3'), undefined);
  t.strictSame(of('ring', audited([stamp('a', 'b'), stamp('b', 'c')])), [], 'a chain is none');
  t.end();
});

t.test('dense clusters, also where their members deal with others', (t) => {
  const names = times(6, (index) => `insider ${index}`);
  const outside = names.flatMap((name, index) => [stamp(name, `worker ${index}`), stamp(`validator ${index}`, name)]);
  const [signal, ...more] = of('cluster', audited(market(), clique(names), outside));
  t.strictSame(more, []);
  t.strictSame(sets([signal as Signal]), [[...names].sort().join(' ')]);
  t.match(signal, { size: 6, stamps: 30, of: 36 });

  const reviewed = times(20, (index) => [stamp('senior', `w${index}`), stamp('junior', `w${index}`)]).flat();
  t.strictSame(of('cluster', audited(reviewed)), [], 'two who review the same people deal with nobody but them');
  t.strictSame(of('cluster', audited(reviewed, [stamp('senior', 'junior')])), [], 'stamps must lead back');
  t.end();
});

t.test('a circle whose stamps come from inside, though it is neither dense nor a ring', (t) => {
  const names = times(60, (index) => `c${index}`);
  const steps = [1, 7, 19, 28];
  const stamps = names.flatMap((name, at) => steps.map((step) => stamp(name, names[(at + step) % 60] ?? '')));
  const crowd = times(100, (index) => stamp(`validator ${index % 30}`, `w${index}`));
  const found = audited(crowd, stamps);
  t.match(found.counts, { ring: 0, cluster: 0, closed_circle: 1 });
  t.match(of('closed_circle', found)[0], { size: 60, stamps: 240, of: 240 });
  const welcomed = names.map((name) => stamp('outsider', name));
  t.strictSame(of('closed_circle', audited(crowd, stamps, welcomed)), [], 'others stamped them too');
  t.strictSame(of('closed_circle', audited(stamps)), [], 'they are everybody');
  t.end();
});

t.test('bursts, given and received', (t) => {
  const at = 1_750_000_000_000;
  const given = times(12, (index) => stamp('a', `w${index}`, { created_at: at + index * 1_000 }));
  const received = times(12, (index) => stamp(`v${index}`, 'b', { created_at: at + index * 1_000 }));
  const found = of('burst', audited(market(), given, received));
  t.strictSame(
    found.map(({ rigs }) => rigs),
    [['a'], ['b']],
  );
  t.match(found[0], { stamps: 12, from: at, to: at + 11_000 });
  const slow = times(12, (index) => stamp('a', `w${index}`, { created_at: at + index * 600_000 }));
  t.strictSame(of('burst', audited(slow)), [], 'seven an hour are none');
  t.end();
});

t.test('scores and confidences that never differ', (t) => {
  const dimensions = { quality: { score: 5, confidence: 1 }, creativity: { score: 4.5, confidence: 1 } };
  const same = times(10, (index) => stamp('a', `w${index}`, { dimensions }));
  const found = audited(market(), same);
  t.match(of('identical_scores', found), [{ rigs: ['a'], stamps: 10, of: 10 }]);
  t.match(of('identical_scores', found)[0]?.seen, /say the same: quality 5, creativity 4\.5$/);
  t.match(of('full_confidence', found), [{ rigs: ['a'], stamps: 10 }]);

  const doubting = { ...dimensions, creativity: { score: 1, confidence: 0.99 } };
  const mixed = audited(
    same.slice(2),
    times(2, (index) => stamp('a', `w${index}`, { dimensions: doubting })),
  );
  t.match(mixed.counts, { identical_scores: 0, full_confidence: 0 }, 'eight of ten aren’t nearly all');
  t.match(audited(same.slice(1)).counts, { identical_scores: 0, full_confidence: 0 }, 'nine are too few to say');
  t.end();
});

t.test('stamps on nobody else', (t) => {
  const found = audited(
    market(),
    times(3, () => stamp('mentor', 'pupil')),
  );
  t.match(of('single_subject', found), [{ rigs: ['mentor', 'pupil'], stamps: 3 }]);
  t.strictSame(of('single_subject', audited(times(2, () => stamp('mentor', 'pupil')))), []);
  t.end();
});

t.test('a validator who never disagrees with others', (t) => {
  const quality = (score: number) => ({ dimensions: { quality: { score, confidence: 0.9 } } });
  const pair = (index: number, other: number): WatchedStamp[] => {
    const on = `shared ${index}`;
    const score = 1 + (index % 9) / 2;
    return [
      stamp(`v${index % 4}`, `w${index % 6}`, { on, ...quality(score) }),
      stamp('echo', `w${index % 6}`, { on, ...quality(score + other) }),
    ];
  };
  const agreeing = times(12, (index) => pair(index, 0)).flat();
  t.match(of('never_disagrees', audited(agreeing)), [{ rigs: ['echo'], stamps: 12, of: 12 }]);
  const once = [...times(12, (index) => pair(index, 0)).flat(), ...pair(12, 0.5)];
  t.strictSame(of('never_disagrees', audited(once)), [], 'half a step once is an opinion');
  t.strictSame(of('never_disagrees', audited(agreeing.filter(({ author }) => author === 'echo'))), [], 'with whom?');
  t.end();
});

t.test('rigs of one owner are one', (t) => {
  const stamps = [stamp('a', 'b'), stamp('b2', 'a2')];
  const found = runAll(audit(watched(stamps, (rig) => rig.slice(0, 1))));
  t.strictSame(sets(of('reciprocity', found)), ['a b']);
  t.end();
});

t.test('a rig’s own signals are those of the audit, but for circles', (t) => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const drawn = fc.record({
    author: fc.constantFrom(...names),
    subject: fc.constantFrom(...names),
    on: fc.nat({ max: 6 }),
    score: fc.integer({ min: 8, max: 10 }),
    at: fc.nat({ max: 4 * 3_600_000 }),
  });
  const property = fc.property(fc.array(drawn, { maxLength: 60 }), (all) => {
    const stamps = all
      .filter(({ author, subject }) => author !== subject)
      .map(({ author, subject, on, score, at }) =>
        stamp(author, subject, {
          on: `${subject} ${on}`,
          dimensions: { quality: { score: score / 2, confidence: 1 } },
          created_at: 1_700_000_000_000 + at,
        }),
      );
    const whole = watched(stamps);
    const found = runAll(audit(whole)).signals;
    const circles: readonly string[] = ['ring', 'cluster', 'closed_circle'];
    for (const name of names) {
      for (const signal of signalsOf(whole, name)) {
        const same = found.filter(
          ({ kind, seen }) => kind === signal.kind && (kind === 'reciprocity' || seen === signal.seen),
        );
        if (!same.some(({ ids }) => ids.join() === signal.ids.join())) return false;
      }
    }
    return found
      .filter(({ kind }) => !circles.includes(kind))
      .every(({ kind, rigs, ids }) =>
        signalsOf(whole, rigs[0] ?? '').some((own) => own.kind === kind && own.ids.join() === ids.join()),
      );
  });
  const seed = Date.now();
  t.doesNotThrow(() => fc.assert(property, { seed, numRuns: 300 }), `seed ${seed}`);
  t.end();
});

t.test('every kind has its innocent causes', (t) => {
  for (const kind of signalKinds) t.match(innocentCauses[kind], /^[A-Z].{30,}\.$/, kind);
  t.end();
});

t.test('the audit of many stamps lets others in between short steps', (t) => {
  const stamps = watched(times(100_000, (index) => stamp(`v${(index * 31) % 997}`, `w${(index * 17) % 1_009}`)));
  let count = 0;
  for (const steps = audit(stamps); steps.next().done !== true;) count += 1;
  t.ok(count > 20, `${count} steps`);
  t.end();
});
