import { ClientError } from './client-error.ts';

export interface Bounds {
  /** Milliseconds until an answer, its body included, is given up. */
  timeout: number;
  /** Bytes of an answer's body, decompressed, that are read at most. */
  maxBytes: number;
}

/** fetch that follows no redirect, waits only so long and reads only so much; more than that is no answer of a node. */
export function boundedFetch({ timeout, maxBytes }: Bounds): (request: Request) => Promise<Response> {
  return async (request) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
    // A redirect would carry the token to whoever is named there.
    const response = await fetch(request, { signal, redirect: 'error' });
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(upTo(maxBytes)), { status, statusText, headers });
  };
}

function upTo(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes <= maxBytes) controller.enqueue(chunk);
      else controller.error(new ClientError('not_a_node', `an answer of more than ${maxBytes} bytes was not read`));
    },
  });
}
