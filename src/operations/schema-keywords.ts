/** The schema keywords of our own (`maxBytes`, `decimals`, `maxCanonicalBytes`), for whoever compiles `wire/`. */
export { addKeywords } from '../identity/schemas.ts';
