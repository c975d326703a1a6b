import { toolsByName } from '../tools/all.ts';

/** Whether a request calls a tool that only a rig may call: it is turned away before anything of it runs, as RFC 6750 wants. */
export function needsRig(body: unknown): boolean {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  return messages.some((message) => {
    const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } };
    const name = params?.name;
    return method === 'tools/call' && typeof name === 'string' && toolsByName.get(name)?.needsRig === true;
  });
}
