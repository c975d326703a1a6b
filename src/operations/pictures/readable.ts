/** Characters that XML doesn't know would break a whole picture, and marks of direction turn it round. */
const unreadable = /[\p{Cc}\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu;

/** More marks on one letter than any script has cover what stands above and below. */
const piledUp = /(\p{M}{4})\p{M}+/gu;

/** A stranger's text as it may stand in a picture, of at most so many characters. */
export function readable(text: string, most: number): string {
  const whole = text.toWellFormed().replace(unreadable, '\ufffd').replace(piledUp, '$1');
  return [...whole].slice(0, most).join('');
}
