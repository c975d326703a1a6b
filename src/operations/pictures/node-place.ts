import type { Services } from '../ports.ts';
import { hostOf } from '../views/names.ts';
import { readable } from './readable.ts';

/** Which node says what a picture shows, as people read it. */
export interface NodePlace {
  name: string;
  host: string;
}

/** This node. */
export function nodePlace(services: Services): NodePlace {
  const { node, settings } = services;
  return { name: readable(settings.name, 100), host: hostOf(services, node.id) ?? node.id.slice(0, 10) };
}
