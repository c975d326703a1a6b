import type { FastifyReply } from 'fastify';
import type { Feed } from 'feed';
import Type from 'typebox';
import type { Happening } from '../wire/api/happening.ts';

/** The schema of an answer that is an Atom feed (RFC 4287). */
export const atomAnswer = {
  description: 'an Atom feed: each entry has its Happening as JSON in the last `pre` of its content',
  content: { 'application/atom+xml': { schema: Type.String() } },
};

export interface FeedPlace {
  title: string;
  /** Where the node is, and the feed and its page there. */
  base: string;
  self: string;
  page: string;
}

/** Seconds for which a feed may be kept: readers ask often. */
const maxAge = 60;

/** Sends happenings, newest first, as an Atom feed. */
export async function sendFeed(
  reply: FastifyReply,
  place: FeedPlace,
  happenings: readonly Happening[],
): Promise<FastifyReply> {
  const { Feed } = await import('feed');
  const { title, base, self, page } = place;
  const feed = new Feed({
    id: `${base}${self}`,
    title: xmlText(title),
    link: `${base}${page}`,
    feedLinks: { atom: `${base}${self}` },
    // The same feed has the same text: its ETag says so.
    updated: new Date(happenings[0]?.changed_at ?? happenings[0]?.at ?? 0),
    generator: 'wasteland',
    copyright: '',
  });
  for (const happening of happenings) feed.addItem(itemOf(happening, base));
  return reply
    .header('content-type', 'application/atom+xml; charset=utf-8')
    .header('cache-control', `public, max-age=${maxAge}`)
    .send(feed.atom1());
}

function itemOf(happening: Happening, base: string): Parameters<Feed['addItem']>[0] {
  const { origin, seq, type, at, changed_at: changed, author, item } = happening;
  const said = `${author.address ?? author.id.slice(0, 10)} ${verbs[type]}`;
  const about = item === undefined ? (happening.subject?.address ?? '') : (item.title ?? item.id);
  const page = item === undefined ? `/rigs/${author.id}` : `/items/${item.id}`;
  return {
    id: `urn:wasteland:${origin}:${seq}`,
    title: htmlText(`${said} ${about}${laterWords(happening)}`).trim(),
    link: `${base}${page}`,
    date: new Date(changed ?? at),
    published: new Date(at),
    author: [{ name: author.address ?? author.id }],
    category: [{ name: type }],
    content: `<p>${htmlText(said)} <a href="${htmlText(base + page)}">${htmlText(about)}</a></p>
<pre>${htmlText(JSON.stringify(happening))}</pre>`,
  };
}

/** What came of it after it was told. */
function laterWords({ was, verdict }: Happening): string {
  if (was === undefined) return '';
  return verdict === 'ok' ? ' (which counts now)' : ' (which doesn’t count now)';
}

const verbs: Record<Happening['type'], string> = {
  'wanted.posted': 'posted',
  'wanted.updated': 'changed',
  'wanted.withdrawn': 'withdrew',
  'wanted.claimed': 'claimed',
  'wanted.released': 'released',
  'work.progressed': 'works on',
  'work.submitted': 'submitted work for',
  'work.accepted': 'accepted the work for',
  'work.rejected': 'sent back the work for',
  'stamp.issued': 'stamped the work for',
  'stamp.revoked': 'took back a stamp for',
  'vouch.given': 'vouched for',
  'vouch.withdrawn': 'took back a vouch',
  'comment.posted': 'commented on',
  'comment.withdrawn': 'took back a comment on',
  'rig.linked': 'linked',
  identity: 'changed their identity',
};

/** Characters that no XML document may have (XML 1.0 section 2.2), and strangers' titles may. */
const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function xmlText(text: string): string {
  return text.replace(notXml, '');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A stranger's text for titles and contents, which Atom readers take for HTML. */
function htmlText(text: string): string {
  return xmlText(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
