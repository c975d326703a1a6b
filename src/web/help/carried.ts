/** A document of this repository that a node carries along, and where it is read there. */
export interface Carried {
  /** Path from the root of the repository. */
  path: string;
  url: string;
  /** In the row of links above every one of them; others are reached from these. */
  label?: string;
}

/** What a node shows to people as pages, offline too: the guides, and what they lead to. */
export const documents: readonly Carried[] = [
  { path: 'docs/README.md', url: '/help', label: 'Help' },
  { path: 'docs/workers.md', url: '/help/workers', label: 'Working' },
  { path: 'docs/agents.md', url: '/help/agents', label: 'Agents' },
  { path: 'docs/operations.md', url: '/help/operations', label: 'Operating' },
  { path: 'docs/concepts.md', url: '/help/concepts', label: 'Concepts' },
  { path: 'README.md', url: '/help/readme' },
  { path: 'FEDERATION.md', url: '/help/federation' },
  { path: 'SECURITY.md', url: '/help/security' },
];

/** What it gives as it is. */
export const files: readonly (Carried & { type: string })[] = [
  { path: 'assets/help.css', url: '/help/help.css', type: 'text/css' },
  { path: 'examples/skills/wasteland/SKILL.md', url: '/help/skill.md', type: 'text/markdown' },
  ...['flow', 'log', 'federation', 'reputation'].map((name) => ({
    path: `docs/pictures/${name}.svg`,
    url: `/help/pictures/${name}.svg`,
    type: 'image/svg+xml',
  })),
];

const urls = new Map([...documents, ...files].map(({ path, url }) => [path, url]));

/** Where a node shows the file at this path from the root of the repository; undefined for what it doesn't carry. */
export function urlOf(path: string): string | undefined {
  return urls.get(path);
}
