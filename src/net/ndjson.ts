import { StreamBroken } from './guarded-client.ts';

/** The lines of an NDJSON answer as strings, empty ones left out; throws StreamBroken at a line longer than `maxLine`. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxLine: number): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLine || lines.some((line) => line.length > maxLine)) {
      throw new StreamBroken({ kind: 'invalid', detail: `a line of more than ${maxLine} characters` });
    }
    const full = lines.filter((line) => line !== '');
    if (full.length > 0) yield full;
  }
  if (rest !== '') yield [rest];
}
