import type { Problem } from '../../wire/api/problem.ts';
import type { Visit } from '../visit.ts';

/** Fields as they were typed. */
export type Typed = Record<string, string>;

/** A form that was sent and not taken: it comes back with what was typed, and with the reason. */
export interface Failed {
  form: string;
  typed: Typed;
  problem: Problem;
}

/** A form as it is to be shown. */
export interface Filled {
  name: string;
  values: Typed;
  problem: Problem | undefined;
}

/** A form with what was typed into it before, else with these values. */
export function filled({ failed }: Visit, name: string, values: Typed = {}): Filled {
  if (failed?.form === name) return { name, values: failed.typed, problem: failed.problem };
  return { name, values, problem: undefined };
}

/** What is wrong with one field; `field` may be a path in what the form makes. */
export function errorOf({ problem }: Filled, field: string): string | undefined {
  const path = `/body/${field}`;
  return problem?.errors?.find((error) => error.path === path || error.path.startsWith(`${path}/`))?.message;
}
