import type { NetworkNode, Member } from './network.ts';

/** What a board looks like after a while: items in every state, with people, work, stamps and talk about them. */
export interface LivedIn {
  alice: Member;
  bob: Member;
  /** Ids by what they are for. */
  done: string;
  inReview: string;
  claimed: string;
}

const description = `The relay drops **idempotency keys** when the home answers late.

1. Post an act whose home is slow
2. Retry it with the same key

> It was seen twice last week.

\`\`\`
POST /v1/wanted/w-0123456789/claim
idempotency-key: 4f
\`\`\`

See https://example.org/issues/17 and the *protocol*.`;

/** Fills a board through its doors. */
export async function liveIn(node: NetworkNode): Promise<LivedIn> {
  const [alice, bob, carol] = [await node.register('alice'), await node.register('bob'), await node.register('carol')];
  const post = async (posting: object): Promise<string> => {
    const { status, body } = await node.ask('POST', '/v1/wanted', posting, alice);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.item.id as string;
  };
  const act = async (as: Member, item: string, name: string, body: object = {}): Promise<void> => {
    const { status, body: answer } = await node.ask('POST', `/v1/wanted/${item}/${name}`, body, as);
    if (status > 202) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  };
  const submit = (item: string): Promise<void> =>
    act(bob, item, 'submit', {
      evidence: [
        { url: 'https://example.org/pull/41', note: 'with a test that fails without it', media_type: 'text/html' },
      ],
      summary: 'Keys are kept until the home has answered, *whatever* the door does meanwhile.',
    });
  const dimensions = { quality: { score: 4.5, confidence: 0.9 }, reliability: { score: 4, confidence: 0.7 } };
  const done = await post({
    title: 'A retry after a lost answer claims twice',
    type: 'bug',
    description,
    priority: 0,
    effort: 'small',
    project: 'relay',
    tags: ['federation', 'idempotency'],
    skills: ['typescript', 'distributed systems'],
    acceptance: ['a retry gets the first answer', 'a test shows it on two nodes'],
    reviewers: [carol.id],
    claim_ttl: 604800,
  });
  await act(bob, done, 'claim');
  await node.ask('POST', '/v1/comments', { about: done, text: 'Does it happen over `REST` only?' }, bob);
  await node.ask(
    'POST',
    '/v1/comments',
    { about: done, text: 'Over both. The log of the peer says:\n\n> duplicate' },
    alice,
  );
  await submit(done);
  await act(alice, done, 'accept', {
    reason: 'both points hold',
    stamp: { dimensions, message: 'Found more than was asked.', skills: ['typescript'] },
  });
  const detail = await node.ask('GET', `/v1/wanted/${done}`);
  const [stamp] = detail.body.stamps as { id: string; completion: string }[];
  if (stamp === undefined) throw new Error('no stamp');
  await node.ask(
    'POST',
    '/v1/stamps',
    { completion: stamp.completion, dimensions: { creativity: { score: 3.5, confidence: 0.6 } }, severity: 'branch' },
    carol,
  );
  await node.ask('POST', '/v1/comments', { about: stamp.id, text: 'Thank you.' }, bob);
  await node.ask('POST', '/v1/vouches', { subject: bob.id, note: 'worked with him for a year' }, carol);
  const inReview = await post({
    title: 'Say in the README how to move a rig to another node',
    type: 'docs',
    priority: 2,
    effort: 'trivial',
    project: 'handbook',
    skills: ['writing'],
  });
  await act(bob, inReview, 'claim');
  await submit(inReview);
  const claimed = await post({
    title: 'Sketch a card for a rig’s profile',
    type: 'design',
    priority: 3,
    effort: 'medium',
    tags: ['pages'],
  });
  await act(carol, claimed, 'claim');
  await post({
    title: 'Measure a landing of a million entries',
    type: 'research',
    priority: 1,
    effort: 'large',
    project: 'relay',
    depends_on: [inReview],
    parent: done,
  });
  await post({
    title: 'Пересказать протокол по-русски',
    type: 'docs',
    priority: 3,
    effort: 'epic',
    skills: ['русский'],
  });
  await post({
    title:
      'Something for everybody whose title is rather long, since people write such titles, and the page must hold them without breaking',
    type: 'other',
    priority: 4,
  });
  return { alice, bob, done, inReview, claimed };
}
