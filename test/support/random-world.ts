import type { PrivateKey } from '../../src/identity/keys.ts';
import { Draws } from './draws.ts';
import { sha256 } from './signing.ts';
import {
  accept,
  claim,
  comment,
  link,
  post,
  progress,
  reject,
  release,
  revoke,
  stamp,
  submit,
  update,
  vouch,
  withdraw,
} from './work.ts';
import type { Appended, SignedDocument, TestIdentity, TestNode } from './world.ts';
import { World } from './world.ts';

/** Worlds that follow from a list of numbers: fast-check draws and shrinks the numbers. */

/** An identity with all documents that were ever made for it, of all branches, and the keys of each. */
interface Person {
  identity: TestIdentity;
  documents: SignedDocument[];
  keys: Map<string, PrivateKey[]>;
  recovery: Map<string, PrivateKey[]>;
}

type Made = Appended & { node: TestNode; by: Person };

class RandomWorld {
  readonly world: World;
  readonly nodes: TestNode[] = [];
  /** What stands in place of withheld texts → the texts. */
  readonly withheld = new Map<string, string>();
  readonly #draws: Draws;
  readonly #people: Person[] = [];
  readonly #items: Made[] = [];
  readonly #completions: Made[] = [];
  readonly #stamps: Made[] = [];
  /** Stamp → completion. */
  readonly #completionOf = new Map<string, string>();
  readonly #vouches: Made[] = [];
  readonly #comments: Made[] = [];
  #names = 0;

  constructor(name: string, draws: Draws) {
    this.world = new World(name);
    this.#draws = draws;
    for (const node of ['a', 'b', 'c'].slice(0, 2 + draws.below(2))) {
      const made = this.world.node(node, draws.oneIn(3) ? { recovery: [this.world.key(`${node} recovery`)] } : {});
      this.nodes.push(made);
      const recovery = 'recovery' in made.first.payload ? [this.world.key(`${node} recovery`)] : [];
      this.#people.push(this.#person(made, recovery));
    }
    for (let rigs = 0; rigs < 3; rigs += 1) this.#newRig();
    this.#work();
  }

  grow(): void {
    const steps: (() => void)[] = [
      () => this.#newRig(),
      () => this.#logSome(),
      () => this.#newDocument(),
      () => this.#newDocument(),
      () => this.#newDocument(),
      () => this.#fork(),
      () => this.#work(),
      () => this.#work(),
      () => this.#orderedAct(),
      () => this.#orderedAct(),
      () => this.#orderedAct(),
      () => this.#stamp(),
      () => this.#stamp(),
      () => this.#stamp(),
      () => this.#takeBack(),
      () => this.#takeBack(),
      () => this.#say(),
      () => this.#link(),
      () => this.#link(),
      () => this.#turn(),
      () => this.#turn(),
      () => this.#withhold(),
      () => this.#oddity(),
    ];
    this.#draws.from(steps)();
    if (this.#draws.oneIn(4)) this.world.wait(this.#draws.from([-1000, 30_000, 61_000, 3_600_000]));
  }

  #person(identity: TestIdentity, recovery: PrivateKey[]): Person {
    const { first } = identity;
    const known = (first.payload['recovery'] as unknown[]).length === 0 ? [] : recovery;
    return {
      identity,
      documents: [first],
      keys: new Map([[first.hash, [identity.key]]]),
      recovery: new Map([[first.hash, known]]),
    };
  }

  #newName(): string {
    this.#names += 1;
    return `r${this.#names}`;
  }

  #newRig(): void {
    const draws = this.#draws;
    const name = this.#newName();
    const home = draws.from(this.nodes);
    const recovery = draws.oneIn(2) ? [this.world.key(`${name} recovery`)] : [];
    const kind = draws.from(['human', 'human', 'agent', 'agent', 'team', 'org']);
    const owner = kind === 'agent' && draws.below(3) > 0 ? draws.from(this.#people).identity.id : undefined;
    const person = this.#person(this.world.rig(name, home, { kind, recovery, owner }), recovery);
    this.#people.push(person);
    if (!draws.oneIn(5)) home.log.append(person.identity.first.text);
  }

  /** The chain to a document, or the document alone, into some log. */
  #logSome(): void {
    const person = this.#draws.from(this.#people);
    const document = this.#draws.from(person.documents);
    const node = this.#draws.from(this.nodes);
    if (this.#draws.oneIn(4)) node.log.append(document.text);
    else this.#logChain(person, document, node);
  }

  #logChain(person: Person, document: SignedDocument, node: TestNode): void {
    const before = person.documents.find((other) => other.hash === document.payload['prev']);
    if (before !== undefined) this.#logChain(person, before, node);
    if (!node.log.entries.some((entry) => entry.jws === document.text)) node.log.append(document.text);
  }

  #newDocument(): void {
    this.#newDocumentOf(this.#draws.from(this.#people));
  }

  /** Two documents after the same one, wherever they go: their home's log may decide between them, or not know either. */
  #fork(): void {
    const draws = this.#draws;
    const person = draws.from(this.#people);
    const after = draws.from(person.documents);
    for (const node of [draws.from(this.nodes), draws.from(this.nodes)]) this.#newDocumentOf(person, after, node);
  }

  /** A document after a given one, or mostly after the latest, for the log of a given node, or mostly for its home's. */
  #newDocumentOf(person: Person, before?: SignedDocument, place?: TestNode): void {
    const draws = this.#draws;
    const latest = person.documents.at(-1) as SignedDocument;
    const after = before ?? (draws.oneIn(2) ? draws.from(person.documents) : latest);
    let keys = person.keys.get(after.hash) ?? [];
    let recovery = person.recovery.get(after.hash) ?? [];
    const changes: Record<string, unknown> = {};
    const drop = (dropped: readonly PrivateKey[]): void => {
      const upto = (): object =>
        Object.fromEntries(
          this.nodes.filter(() => draws.below(3) > 0).map((node) => [node.id, draws.below(node.log.seq + 3)]),
        );
      changes['revoked'] = dropped.map(({ kid }) => ({ kid, upto: upto() }));
    };
    switch (draws.below(9)) {
      case 0:
      case 1:
        keys = [...keys, this.world.key(this.#newName())];
        break;
      case 2:
      case 3:
        drop(keys.slice(0, 1));
        keys = [...keys.slice(1), this.world.key(this.#newName())];
        break;
      case 4:
        if (person.identity.first.payload['kind'] !== 'node') changes['home'] = draws.from(this.nodes).id;
        break;
      case 5:
        recovery = draws.oneIn(2) ? [] : [this.world.key(this.#newName())];
        break;
      case 6:
        if (person.identity.first.payload['kind'] === 'agent') changes['owner'] = draws.from(this.#people).identity.id;
        break;
      case 7:
        if (!draws.oneIn(3)) break;
        drop(keys);
        keys = [];
        changes['status'] = 'tombstone';
        break;
      default:
        changes['name'] = this.#newName();
    }
    const signers = person.keys.get(after.hash) ?? [];
    const helpers = person.recovery.get(after.hash) ?? [];
    const by = helpers.length > 0 && draws.oneIn(2) ? draws.from(helpers) : (signers.at(-1) ?? helpers[0]);
    if (by === undefined) return;
    const document = person.identity.next({ ...changes, keys, recovery }, { by, after });
    person.documents.push(document);
    person.keys.set(document.hash, keys);
    person.recovery.set(document.hash, recovery);
    if (place !== undefined) this.#logChain(person, document, place);
    else if (draws.below(4) > 0) {
      this.#logChain(person, document, draws.oneIn(3) ? draws.from(this.nodes) : this.#home(person));
    }
  }

  #home(person: Person): TestNode {
    const home = person.documents.at(-1)?.payload['home'];
    return this.nodes.find((node) => node.id === home || node.id === person.identity.id) ?? (this.nodes[0] as TestNode);
  }

  /** Mostly one that the newest document holds. */
  #keyOf(person: Person): PrivateKey {
    const document = this.#draws.oneIn(3) ? this.#draws.from(person.documents) : person.documents.at(-1);
    return person.keys.get(document?.hash ?? '')?.at(-1) ?? person.identity.key;
  }

  /** Sees to it that a log mostly knows who acts there. */
  #introduce(person: Person, node: TestNode): void {
    if (this.#draws.below(8) > 0) this.#logChain(person, person.documents.at(-1) as SignedDocument, node);
  }

  #keep(list: Made[], node: TestNode, by: Person, appended: Appended): void {
    list.push({ ...appended, node, by });
  }

  /** An item with the first steps of its life. */
  #work(): void {
    const draws = this.#draws;
    const node = draws.from(this.nodes);
    const [poster, worker] = [draws.from(this.#people), draws.from(this.#people)];
    this.#introduce(poster, node);
    this.#introduce(worker, node);
    const extra = {
      reviewers: [draws.from(this.#people).identity.id],
      ...(draws.oneIn(2) ? { claim_ttl: 60 } : {}),
      ...(this.#items.length > 0 && draws.oneIn(3) ? { parent: draws.from(this.#items).id } : {}),
    };
    const item = post(node.log, poster.identity, extra, { key: this.#keyOf(poster) });
    this.#keep(this.#items, node, poster, item);
    claim(node.log, worker.identity, item, { key: this.#keyOf(worker) });
    if (draws.oneIn(4)) return;
    const completion = submit(node.log, worker.identity, item, { key: this.#keyOf(worker) });
    this.#keep(this.#completions, node, worker, completion);
    const judge = { key: this.#keyOf(poster) };
    if (draws.oneIn(2)) accept(node.log, poster.identity, completion, judge);
    else if (draws.oneIn(3)) reject(node.log, poster.identity, completion, judge);
  }

  #orderedAct(): void {
    const draws = this.#draws;
    const item = draws.from(this.#items);
    const node = draws.oneIn(12) ? draws.from(this.nodes) : item.node;
    const poster = draws.oneIn(2) ? item.by : draws.from(this.#people);
    const completion = this.#completions.length > 0 ? draws.from(this.#completions) : undefined;
    this.#introduce(poster, node);
    const { log } = node;
    const options = { key: this.#keyOf(poster) };
    const acts: (() => void)[] = [
      () => claim(log, poster.identity, item, options),
      () => claim(log, poster.identity, item, options),
      () => progress(log, poster.identity, item),
      () => release(log, poster.identity, item),
      () => withdraw(log, poster.identity, item),
      () => withdraw(item.node.log, item.node, item),
      () => update(log, poster.identity, item, draws.from([{ title: 'New' }, { priority: 4 }, { reviewers: [] }])),
      () => this.#keep(this.#completions, node, poster, submit(log, poster.identity, item, options)),
      () => completion && accept(completion.node.log, poster.identity, completion, options),
      () => completion && reject(completion.node.log, poster.identity, completion, options),
    ];
    draws.from(acts)();
  }

  /** The log that a set act goes to: mostly the home of its author. */
  #placeOf(person: Person): TestNode {
    const node = this.#draws.oneIn(8) ? this.#draws.from(this.nodes) : this.#home(person);
    this.#introduce(person, node);
    return node;
  }

  #stamp(): void {
    const draws = this.#draws;
    if (this.#completions.length === 0) return;
    const completion = draws.oneIn(2) ? (this.#completions[0] as Made) : draws.from(this.#completions);
    const author = draws.oneIn(3) ? (this.#stamps.at(-1)?.by ?? draws.from(this.#people)) : draws.from(this.#people);
    const subject = draws.oneIn(8) ? draws.from(this.#people) : completion.by;
    const node = this.#placeOf(author);
    const options = { key: this.#keyOf(author) };
    const issued = stamp(node.log, author.identity, completion, subject.identity, {}, options);
    this.#completionOf.set(issued.id, completion.id);
    this.#keep(this.#stamps, node, author, issued);
  }

  #takeBack(): void {
    const draws = this.#draws;
    const [list, type, member] = draws.from([
      [this.#stamps, 'stamp.revoked', 'stamp'],
      [this.#stamps, 'stamp.revoked', 'stamp'],
      [this.#vouches, 'vouch.withdrawn', 'vouch'],
      [this.#comments, 'comment.withdrawn', 'comment'],
    ] as const);
    if (list.length === 0) return;
    const target = draws.from(list);
    const author = draws.oneIn(6) ? draws.from(this.#people) : target.by;
    const node = this.#placeOf(author);
    const options = { key: this.#keyOf(author) };
    if (type === 'stamp.revoked') revoke(node.log, author.identity, target, options);
    else node.log.act(author.identity, type, { [member]: target.id }, options);
  }

  #say(): void {
    const draws = this.#draws;
    const author = draws.from(this.#people);
    const node = this.#placeOf(author);
    const options = { key: this.#keyOf(author) };
    if (draws.oneIn(2)) {
      const about = draws.from([...this.#items, ...this.#completions, ...this.#stamps]);
      this.#keep(this.#comments, node, author, comment(node.log, author.identity, about, options));
    } else {
      const { identity } = draws.from(this.#people);
      this.#keep(this.#vouches, node, author, vouch(node.log, author.identity, identity, options));
    }
  }

  #link(): void {
    const draws = this.#draws;
    const one = draws.from(this.#people);
    const owner = this.#people.find((person) => person.identity.id === one.identity.first.payload['owner']);
    const other = owner !== undefined && draws.oneIn(2) ? owner : draws.from(this.#people);
    for (const [from, to] of [[other, one] as const, [one, other] as const].slice(0, 1 + draws.below(2))) {
      link(this.#placeOf(from).log, from.identity, to.identity, { key: this.#keyOf(from) });
    }
  }

  /** Something that may turn a stamp which counts into one that doesn't, or back. */
  #turn(): void {
    const draws = this.#draws;
    if (this.#stamps.length === 0) return;
    const { by, id } = draws.from(this.#stamps);
    const stamped = this.#completions.find((completion) => this.#completionOf.get(id) === completion.id)?.by;
    if (stamped === undefined || draws.oneIn(2)) {
      this.#newDocumentOf(by);
      return;
    }
    for (const [from, to] of [[by, stamped] as const, [stamped, by] as const]) {
      link(this.#placeOf(from).log, from.identity, to.identity, { key: this.#keyOf(from) });
    }
  }

  /** A text that its log shows only the hash of. Those of documents too, which no honest node withholds. */
  #withhold(): void {
    const { log } = this.#draws.from(this.nodes);
    const entry = log.entries[this.#draws.below(log.seq)];
    if (entry === undefined || entry.seq === 1 || entry.jws.startsWith('~')) return;
    const hash = sha256(entry.jws);
    this.withheld.set(`~${hash}`, entry.jws);
    log.withhold({ seq: entry.seq, hash });
  }

  /** What no honest node writes: what stands elsewhere or before, and what is no token. */
  #oddity(): void {
    const draws = this.#draws;
    const [from, to] = [draws.from(this.nodes).log, draws.from(this.nodes).log];
    const entry = from.entries[draws.below(from.seq)];
    if (entry !== undefined && draws.oneIn(2)) to.append(entry.jws);
    else to.append(`nothing-${to.seq}`);
  }
}

export interface Populated {
  world: World;
  nodes: TestNode[];
  /** What stands in place of withheld texts → the texts. */
  withheld: ReadonlyMap<string, string>;
}

/** A world of two or three nodes, with as much in it as the numbers allow. */
export function randomWorld(name: string, values: readonly number[]): Populated {
  const draws = new Draws(values);
  const random = new RandomWorld(name, draws);
  while (draws.left > 0) random.grow();
  return random;
}
