/** The members that were filled in: what is undefined was left out, and an empty list too unless it clears something. */
export function given(members: Record<string, unknown>, clears = false): Record<string, unknown> {
  const filled = Object.entries(members).filter(
    ([, value]) => value !== undefined && (clears || !(Array.isArray(value) && value.length === 0)),
  );
  return Object.fromEntries(filled);
}
