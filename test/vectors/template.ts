import type { typs } from '../../src/wire/header.ts';
import { madeId } from '../../src/wire/made-id.ts';
import { idOfHash } from '../../src/identity/strict-jws.ts';
import { jtiNamed, keyNamed, publicJwk, sha256, tokenOf } from '../support/signing.ts';

/**
 * Tokens as templates: what to sign and with which key, so that they can be signed for any node and at any time. Strings
 * that begin with `$` stand for what is only known then, as values and as names of members:
 * `$node:a` id of the node that keeps log a; `$now`, `$now-60` seconds; `$id:s`, `$hash:s`, `$made:s` identity id, hash
 * and made id of the token of step s; `$kid:k`, `$jwk:k` of the key named k; `$handle:k`; `$jti:s`.
 */
export interface Step {
  /** Name under which later steps mean this one's token. */
  as: string;
  /** Log that it stands in: `a` when absent, `none` for a token that other steps need only. */
  log?: string;
  /** Code that it ends up with; `ok` when absent. */
  code?: string;
  /** Exactly one of these five says what its text is. */
  text?: string;
  repeat?: string;
  withheld?: string;
  damaged?: Signing;
  sign?: Signing;
}

export interface Signing {
  typ: keyof typeof typs;
  key: string;
  payload?: unknown;
  /** Exact text, or hex of exact bytes, in place of the JSON of `payload`. */
  payloadText?: string;
  payloadHex?: string;
  /** Members that replace those of the header, or its exact text. */
  header?: Record<string, unknown>;
  headerText?: string;
}

export interface Case {
  name: string;
  /** The code that it is about; at doors the one of the last step's token. */
  code: string;
  why: string;
  /** Steps must come in one request: documents of a visiting rig are logged only together with an act of it. */
  together?: boolean;
  /** Why no REST door answers this; absent when one does. */
  notAtDoors?: string;
  /** Why no log shows this; absent when one does. */
  notInLogs?: string;
  steps: Step[];
}

export interface Place {
  /** Log name → id of its node. */
  nodes: Record<string, string>;
  /** Milliseconds. */
  now: number;
}

export interface SignedStep {
  as: string;
  log: string;
  code: string;
  text: string;
}

/** The texts of a case's steps, signed for these nodes at this time. Keys follow from the case's name. */
export function signCase(vector: Pick<Case, 'name' | 'steps'>, place: Place): SignedStep[] {
  const texts = new Map<string, { text: string; type: string }>();
  const signed: SignedStep[] = [];
  for (const step of vector.steps) {
    const text = textOf(step);
    const type = (step.sign?.payload as { type?: string } | undefined)?.type ?? '';
    texts.set(step.as, { text, type });
    signed.push({ as: step.as, log: step.log ?? 'a', code: step.code ?? 'ok', text });
  }
  return signed;

  function textOf(step: Step): string {
    if (step.text !== undefined) return step.text;
    if (step.repeat !== undefined) return named(step.repeat).text;
    if (step.withheld !== undefined) return `~${sha256(named(step.withheld).text)}`;
    if (step.damaged !== undefined) return `${sign(step.damaged).slice(0, -86)}${'A'.repeat(86)}`;
    if (step.sign !== undefined) return sign(step.sign);
    throw new TypeError(`step ${step.as} of ${vector.name} says nothing`);
  }

  function sign(signing: Signing): string {
    const payload =
      signing.payloadHex !== undefined
        ? Buffer.from(signing.payloadHex, 'hex')
        : (signing.payloadText ?? (filled(signing.payload) as object));
    const header = signing.headerText ?? (filled(signing.header ?? {}) as object);
    return tokenOf({ typ: signing.typ, payload, key: keyOf(signing.key), header });
  }

  function keyOf(name: string): ReturnType<typeof keyNamed> {
    return keyNamed(`vector ${vector.name}/${name}`);
  }

  function named(as: string): { text: string; type: string } {
    const found = texts.get(as);
    if (found === undefined) throw new TypeError(`${vector.name} has no step ${as} before`);
    return found;
  }

  function filled(value: unknown): unknown {
    if (typeof value === 'string') return value.startsWith('$') ? meant(value) : value;
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [String(filled(name)), filled(member)]));
  }

  function meant(placeholder: string): unknown {
    const now = /^\$now(-?\d*)$/.exec(placeholder);
    if (now !== null) return Math.floor(place.now / 1000) + Number(now[1] ?? 0);
    const [kind, name = ''] = placeholder.slice(1).split(':');
    switch (kind) {
      case 'node':
        return place.nodes[name];
      case 'id':
        return idOfHash(sha256(named(name).text));
      case 'hash':
        return sha256(named(name).text);
      case 'made':
        return madeId(named(name).type as never, sha256(named(name).text));
      case 'kid':
        return keyOf(name).kid;
      case 'jwk':
        return publicJwk(keyOf(name));
      case 'handle':
        return `${vector.name.replaceAll('_', '-')}-${name}`;
      case 'jti':
        return jtiNamed(`${vector.name} ${name}`);
      default:
        throw new TypeError(`${placeholder} in ${vector.name} means nothing`);
    }
  }
}
