import { createHash } from 'node:crypto';
import Type from 'typebox';
import type { Static, TObject, TSchema } from 'typebox';
import { closed } from '../wire/encodings.ts';
import { Acted } from '../wire/api/tools.ts';
import type { Scope } from '../wire/scopes.ts';
import type { Actor, Board } from './board.ts';
import { actedText } from './text/acted.ts';

/** What a tool answers: for programs as its output contract says, and in a few lines for whoever reads only text. */
export interface Outcome {
  structured: object;
  text: string;
}

/** Hints of the protocol (ToolAnnotations); what others wrote comes through all of these tools. */
export interface Hints {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** Something that can be done through a board; its contracts are those of `wire/`. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  input: TSchema;
  output: TSchema;
  hints: Hints;
  /** Whether only a rig may call it. */
  needsRig: boolean;
  /** Whether everybody gets the same answer while nothing changes that readers see. */
  sameForAll: boolean;
  /** `input` has been held against the contract. */
  run(board: Board, input: unknown): Promise<Outcome>;
}

interface Words {
  name: string;
  title: string;
  description: string;
}

const reading: Hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };

/** A tool that changes nothing. */
export function readTool<Input extends TSchema, Output extends TSchema>(
  of: Words & {
    input: Input;
    output: Output;
    needsRig?: boolean;
    sameForAll?: boolean;
    run: (board: Board, input: Static<Input>) => Promise<{ structured: Static<Output> & object; text: string }>;
  },
): Tool {
  const { run, needsRig = false, sameForAll = !needsRig, ...rest } = of;
  return { ...rest, needsRig, sameForAll, hints: reading, run: (board, input) => run(board, input as Static<Input>) };
}

const idempotencyKey = Type.Optional(
  Type.String({
    pattern: '^[\\x20-\\x7e]{1,255}$',
    description: 'the same key makes one act of many calls, and gives the first answer again',
  }),
);

/** A tool that signs something as the bearer's rig. What was signed stays for ever; `ends` says that something which stood
 * before stands no more. */
export function actTool<Input extends TObject>(
  of: Words & {
    input: Input;
    scopes: (input: Static<Input>) => readonly Scope[][];
    ends?: boolean;
    act: (actor: Actor, input: Static<Input>) => Promise<Acted>;
    /** In the past: `claimed`. */
    done: (input: Static<Input>) => string;
  },
): Tool {
  const { scopes, act, done, input, ends = false, ...words } = of;
  return {
    ...words,
    input: Type.Object({ ...input.properties, idempotency_key: idempotencyKey }, closed),
    output: Acted,
    needsRig: true,
    sameForAll: false,
    hints: { readOnlyHint: false, destructiveHint: ends, idempotentHint: false, openWorldHint: true },
    run: async (board, given) => {
      const { idempotency_key: key, ...rest } = given as Record<string, unknown> & { idempotency_key?: string };
      const said = rest as Static<Input>;
      const keyed = key === undefined ? undefined : { key, request: fingerprint(words.name, rest) };
      const structured = await act(board.actor(scopes(said), keyed), said);
      return { structured, text: actedText(done(said), structured) };
    },
  };
}

function fingerprint(tool: string, said: object): string {
  return createHash('sha256')
    .update(`${tool}\n${JSON.stringify(said)}`)
    .digest('hex');
}
