import { WastelandError } from '../errors.ts';
import { readVariable, variables } from './env.ts';
import type { Environment, Variable, VariableName } from './env.ts';

/** The values that a name may have: integers, or with `fractions` any numbers in between too. */
export interface Range {
  from: number;
  to: number;
  fractions?: true;
}

/**
 * Several numbers in one variable, each with its name: `stamps=3 days=7`. What isn't named keeps its default. Throws
 * `bad_config`.
 */
export function namedNumbers<Name extends string>(
  env: Environment,
  variable: VariableName,
  ranges: Record<Name, Range>,
): Record<Name, number> {
  const known: Variable | undefined = variables.find((each) => each.name === variable);
  const numbers = { ...read(known?.default ?? ''), ...read(readVariable(env, variable) ?? '') };
  return numbers as Record<Name, number>;

  function read(text: string): Partial<Record<Name, number>> {
    const parts = text.split(/[\s,]+/).filter((part) => part !== '');
    return Object.fromEntries(parts.map(readOne)) as Partial<Record<Name, number>>;
  }

  function readOne(part: string): [string, number] {
    const [, name = '', digits = ''] = /^([a-z]+)=(\d{1,9}(?:\.\d{1,3})?)$/.exec(part) ?? [];
    const range: Range | undefined = Object.hasOwn(ranges, name) ? ranges[name as Name] : undefined;
    const value = Number(digits);
    if (range === undefined || digits === '' || !fits(value, range)) throw refusal(part);
    return [name, value];
  }

  function refusal(part: string): WastelandError {
    const wanted = Object.entries<Range>(ranges).map(([name, { from, to }]) => `${name}=${from} to ${to}`);
    return new WastelandError('bad_config', `WASTELAND_${variable}: ${part} is not one of ${wanted.join(', ')}`);
  }
}

function fits(value: number, { from, to, fractions }: Range): boolean {
  return value >= from && value <= to && (fractions === true || Number.isInteger(value));
}
