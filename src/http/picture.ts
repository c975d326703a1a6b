import type { FastifyReply } from 'fastify';
import Type from 'typebox';

/** Seconds for which a picture may be kept: READMEs are looked at often. */
const maxAge = 300;

/** The schema of an answer that is an SVG picture. */
export const svgAnswer = {
  description: 'an SVG picture',
  content: { 'image/svg+xml': { schema: Type.String() } },
};

/** The schema of an answer that is a PNG picture. */
export const pngAnswer = {
  description: 'a PNG picture, 1200 × 630',
  content: { 'image/png': { schema: Type.String({ contentMediaType: 'image/png' }) } },
};

/** Sends a picture that other sites show: looked at for minutes, and nothing in it may run or load anything. Its own
 * styles hold where it is opened by itself, too. */
export function sendPicture(reply: FastifyReply, picture: string | Buffer): FastifyReply {
  return reply
    .header('content-type', typeof picture === 'string' ? 'image/svg+xml; charset=utf-8' : 'image/png')
    .header('cache-control', `public, max-age=${maxAge}`)
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(picture);
}
