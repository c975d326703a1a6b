/**
 * The closed lists of words that acts and answers are made of. Apart from the schemas, whose library takes a program longer to
 * load than most commands take altogether.
 */

export const itemTypes = ['feature', 'bug', 'design', 'rfc', 'docs', 'research', 'other'] as const;
/** By number: 0 comes first. */
export const priorityNames = ['critical', 'high', 'medium', 'low', 'backlog'] as const;
export const efforts = ['trivial', 'small', 'medium', 'large', 'epic'] as const;
export const itemStatusNames = ['open', 'claimed', 'in_review', 'completed', 'withdrawn'] as const;
export const boardSortNames = ['priority', '-priority', 'created', '-created', 'updated', '-updated'] as const;

export const dimensions = ['quality', 'reliability', 'creativity'] as const;
export type Dimension = (typeof dimensions)[number];
export const severities = ['leaf', 'branch', 'root'] as const;

export const kinds = ['human', 'agent', 'team', 'org', 'node'] as const;
export type Kind = (typeof kinds)[number];
