/** A way of working that a user may choose, filled in with what they name. */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: boolean }[];
  text: (given: Record<string, string>) => string;
}
