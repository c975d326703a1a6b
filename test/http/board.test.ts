import t from 'tap';
import { HttpNode } from '../support/http-node.ts';

/** The board through its doors, over a real ledger: one node, rigs whose keys it holds. */

t.setTimeout(180_000);
const node = await HttpNode.start(t);

t.test('an item from its posting to its stamps', async (test) => {
  const poster = await node.rig('poster');
  const worker = await node.rig('worker');
  const judge = await node.rig('judge');

  const posted = await node.post('/v1/wanted', poster.token, {
    title: 'Mend the fence',
    type: 'feature',
    claim_ttl: 3600,
    reviewers: ['judge'],
    tags: ['wood'],
  });
  test.equal(posted.status, 201);
  const { item } = posted.body;
  test.match(item, {
    status: 'open',
    priority: 2,
    effort: 'medium',
    claimed_by: null,
    reviewers: [judge.id],
    home: node.id,
  });
  test.match(item.posted_by, { id: poster.id, handle: 'poster', address: 'poster@board.example:8080' });
  test.match(posted.body.event, { origin: node.id, type: 'wanted.posted', verdict: 'ok' });
  test.ok(Array.isArray(posted.body.event.proof));

  const short = item.id.slice(2, 10);
  const early = await node.post(`/v1/wanted/${short}/submit`, worker.token, { evidence: [{ url: 'x' }] });
  test.match(early, { status: 409, body: { code: 'wrong_state', status: 409 } });
  test.match(early.headers, { 'content-type': /^application\/problem\+json/ });
  test.ok(early.body.legal.includes('wanted.claimed'), 'says what would be legal');

  const claimed = await node.post(`/v1/wanted/${short}/claim`, worker.token, {});
  test.match(claimed, { status: 200, body: { item: { status: 'claimed', claimed_by: { id: worker.id } } } });
  test.equal(Date.parse(claimed.body.claim.until) - Date.parse(claimed.body.claim.since), 3_600_000);

  const second = await node.post(`/v1/wanted/${item.id}/claim`, judge.token, {});
  test.match(second, { status: 409, body: { code: 'wrong_state' } });
  const stranger = await node.post(`/v1/wanted/${item.id}/release`, judge.token, {});
  test.match(stranger, { status: 403, body: { code: 'not_allowed' } });

  test.equal((await node.post(`/v1/wanted/${item.id}/progress`, worker.token, { note: 'half' })).status, 200);
  const submitted = await node.post(`/v1/wanted/${item.id}/submit`, worker.token, {
    evidence: [{ url: 'https://example.org/pr/1', media_type: 'text/html' }],
    summary: 'done',
  });
  test.match(submitted, { status: 201, body: { item: { status: 'in_review' } } });
  const completion: string = submitted.body.completion;
  test.match(completion, /^c-[0-9a-f]{40}$/);

  const self = await node.post(`/v1/wanted/${item.id}/accept`, worker.token, {});
  test.match(self, { status: 403, body: { code: 'not_allowed' } });
  const accepted = await node.post(`/v1/wanted/${item.id}/accept`, poster.token, {
    stamp: { dimensions: { quality: { score: 4.5, confidence: 0.9 } }, message: 'solid' },
  });
  test.match(accepted, { status: 200, body: { item: { status: 'completed' } } });
  test.match(accepted.body.stamp, { stamp: { subject: { id: worker.id }, counts: true }, event: { verdict: 'ok' } });
  test.equal(accepted.body.event.seq + 1, accepted.body.stamp.event.seq, 'both in one transaction');

  const stamped = await node.post('/v1/stamps', judge.token, {
    completion: completion.slice(0, 10),
    dimensions: { quality: { score: 3.5, confidence: 0.1 }, creativity: { score: 5, confidence: 0.5 } },
    severity: 'branch',
    skills: ['carpentry'],
  });
  test.match(stamped, {
    status: 201,
    body: { stamp: { subject: { id: worker.id }, item: item.id, severity: 'branch' } },
  });
  const again = await node.post('/v1/stamps', judge.token, {
    completion,
    dimensions: { quality: { score: 1, confidence: 1 } },
  });
  test.match(again, { status: 409, body: { code: 'wrong_state', legal: ['stamp.revoked'] } }, 'one stamp of an author');
  const own = await node.post('/v1/stamps', worker.token, {
    completion,
    dimensions: { quality: { score: 5, confidence: 1 } },
  });
  test.match(own, { status: 409, body: { code: 'same_owner' } });

  const rig = await node.get('/v1/rigs/worker@board.example:8080');
  test.match(rig.body.evidence.quality, { stamps: 2, mean: 4.4, validators: 2, groups: 2 });
  test.match(rig.body.evidence.reliability, { stamps: 0, validators: 0, groups: 0 });
  test.notOk('mean' in rig.body.evidence.reliability);
  test.same((await node.get(`/v1/rigs/${worker.id}/reputation`)).body.evidence, rig.body.evidence);

  const answered = await node.post('/v1/comments', worker.token, { about: stamped.body.stamp.id, text: 'thank you' });
  test.equal(answered.status, 201);
  const detail = (await node.get(`/v1/wanted/${item.id}`)).body;
  test.same(
    detail.history.map((entry: { type: string }) => entry.type),
    [
      'wanted.posted',
      'wanted.claimed',
      'work.progressed',
      'work.submitted',
      'work.accepted',
      'stamp.issued',
      'stamp.issued',
      'comment.posted',
    ],
  );
  test.match(detail.completions, [{ id: completion, status: 'accepted', decided_by: { id: poster.id } }]);
  const stampOfJudge = detail.stamps.find((stamp: { author: { id: string } }) => stamp.author.id === judge.id);
  test.match(stampOfJudge.answers, [{ text: 'thank you', author: { id: worker.id } }]);

  const revoked = await node.post(`/v1/stamps/${stamped.body.stamp.id}/revoke`, judge.token, { reason: 'too early' });
  test.match(revoked, { status: 200, body: { stamp: { revoked: true, counts: false } } });
  const thief = await node.post(`/v1/stamps/${accepted.body.stamp.stamp.id}/revoke`, judge.token, { reason: 'no' });
  test.match(thief, { status: 403, body: { code: 'not_author' } });
  test.equal((await node.get(`/v1/stamps?subject=${worker.id}`)).body.items.length, 1);
  test.equal((await node.get(`/v1/rigs/${judge.id}/stamps?by=author`)).body.items.length, 0);
  test.equal((await node.get(`/v1/rigs/worker/completions`)).body.items.length, 1);
});

t.test('posting, editing, withdrawing, and dependencies', async (test) => {
  const poster = await node.rig('planner');
  const other = await node.rig('other');
  const first = (await node.post('/v1/wanted', poster.token, { title: 'first', type: 'bug' })).body.item;
  const next = await node.post('/v1/wanted', poster.token, {
    title: 'next',
    type: 'docs',
    depends_on: [first.id.slice(0, 12)],
    parent: first.id,
  });
  test.match(next.body.item, { depends_on: [first.id], parent: first.id });
  const ready = await node.get('/v1/wanted?ready=true&posted_by=planner');
  test.same(
    ready.body.items.map((item: { id: string }) => item.id),
    [first.id],
  );
  test.same((await node.get(`/v1/wanted/${first.id}`)).body.children, [
    { id: next.body.item.id, title: 'next', status: 'open' },
  ]);

  const edited = await node.ask('PATCH', `/v1/wanted/${next.body.item.id}`, {
    token: poster.token,
    body: { title: 'later', depends_on: [], tags: ['a'] },
  });
  test.match(edited, { status: 200, body: { item: { title: 'later', depends_on: [], tags: ['a'] } } });
  const foreign = await node.ask('PATCH', `/v1/wanted/${first.id}`, { token: other.token, body: { title: 'mine' } });
  test.match(foreign, { status: 403, body: { code: 'not_allowed' } });
  const empty = await node.ask('PATCH', `/v1/wanted/${first.id}`, { token: poster.token, body: {} });
  test.match(empty, { status: 400, body: { code: 'invalid_request' } });

  test.equal((await node.post(`/v1/wanted/${first.id}/withdraw`, poster.token, { reason: 'no' })).status, 200);
  const gone = await node.post(`/v1/wanted/${first.id}/claim`, other.token, {});
  test.match(gone, { status: 409, body: { code: 'wrong_state', legal: [] } });
});

t.test('lists page by an opaque cursor, and filters hold', async (test) => {
  const poster = await node.rig('lister');
  for (const number of [1, 2, 3, 4, 5]) {
    const body = { title: `item ${number}`, type: number % 2 === 0 ? 'bug' : 'docs', priority: number % 5 };
    test.equal((await node.post('/v1/wanted', poster.token, body)).status, 201);
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { title: string }[]; next_cursor: string | null } = (
      await node.get(`/v1/wanted?limit=2&posted_by=lister&sort=created${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).body;
    seen.push(...page.items.map(({ title }) => title));
    cursor = page.next_cursor;
  }
  test.same(seen, ['item 1', 'item 2', 'item 3', 'item 4', 'item 5']);
  test.equal((await node.get('/v1/wanted?type=bug&posted_by=lister')).body.items.length, 2);
  test.equal((await node.get('/v1/wanted?posted_by=lister&q=item')).body.items.length, 5);
  test.match(await node.get('/v1/wanted?cursor=nonsense'), { status: 400, body: { code: 'invalid_request' } });
  test.match(await node.get('/v1/wanted?colour=red'), { status: 400, body: { code: 'invalid_request' } });
  test.match(await node.get('/v1/wanted?limit=201'), { status: 400, body: { code: 'invalid_request' } });
});

t.test('vouches and links', async (test) => {
  const alice = await node.rig('alice');
  const bob = await node.rig('bob');
  test.match(await node.post('/v1/vouches', alice.token, { subject: 'bob', note: 'sharp' }), {
    status: 201,
    body: { vouch: { subject: { id: bob.id }, note: 'sharp' } },
  });
  test.match(await node.post('/v1/vouches', alice.token, { subject: alice.id }), {
    status: 409,
    body: { code: 'self' },
  });
  const back = await node.ask('DELETE', '/v1/vouches/bob', { token: alice.token });
  test.match(back, { status: 200, body: { events: [{ type: 'vouch.withdrawn', verdict: 'ok' }] } });
  test.match(await node.ask('DELETE', '/v1/vouches/bob', { token: alice.token }), { status: 404 });

  test.match(await node.post('/v1/links', alice.token, { other: bob.id }), {
    status: 201,
    body: { link: { status: 'pending', said_by: [alice.id] } },
  });
  test.same((await node.get('/v1/rigs/bob/links')).body.group.length, 1);
  test.match(await node.post('/v1/links', bob.token, { other: 'alice' }), { body: { link: { status: 'completed' } } });
  const links = (await node.get('/v1/rigs/bob/links')).body;
  test.equal(links.items.length, 1);
  test.same(links.group.map((who: { id: string }) => who.id).sort(), [alice.id, bob.id].sort());
});

t.test('a comment is taken back by its author only', async (test) => {
  const carol = await node.rig('carol');
  const dave = await node.rig('dave');
  const item = (await node.post('/v1/wanted', carol.token, { title: 'x', type: 'other' })).body.item;
  const { comment } = (await node.post('/v1/comments', dave.token, { about: item.id.slice(0, 9), text: 'how big?' }))
    .body;
  test.match(comment, { about: item.id, author: { handle: 'dave' } });
  test.equal((await node.get(`/v1/comments?about=${item.id}`)).body.items.length, 1);
  test.match(await node.ask('DELETE', `/v1/comments/${comment.id}`, { token: carol.token }), {
    status: 403,
    body: { code: 'not_author' },
  });
  test.equal((await node.ask('DELETE', `/v1/comments/${comment.id}`, { token: dave.token })).status, 200);
  test.equal((await node.get(`/v1/comments?about=${item.id}`)).body.items.length, 0);
  test.match(await node.post('/v1/comments', dave.token, { about: `w-${'0'.repeat(40)}`, text: 'hm' }), {
    status: 409,
    body: { code: 'unknown_target' },
  });
});
