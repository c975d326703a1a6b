import type { PostRequest } from '../../wire/api/item.ts';
import { labelsOf } from '../../wire/issue.ts';
import type { Issue } from '../../wire/issue.ts';
import { shorten } from '../shorten.ts';
import { importedText } from './imported-text.ts';
import type { IssueLink } from './imported-text.ts';
import { kindOf } from './kind.ts';

/** An item for an issue. */
export type IssuePosting = Pick<PostRequest, 'title' | 'type' | 'project' | 'tags'> & {
  description: string;
  origin_ref: string;
};

export interface IssueOptions {
  project: string;
  /** For issues of which no label says what they are. */
  type: PostRequest['type'];
}

const most = { title: 400, description: 8_000, project: 64, tags: 32, tag: 64 };

/** Bytes of JSON that fit into a token of 16,000 characters, with room for what stands around a posting there. */
const mostJson = 11_000;

const mark = ' …';

/** The item for an issue: what is longer than an item may be is cut, and its first line says so and leads to the issue. */
export function issuePosting(issue: Issue, link: IssueLink, { project, type }: IssueOptions): IssuePosting {
  const labels = labelsOf(issue).map((label) => label.toWellFormed());
  const title = shortened(oneLine(issue.title) || link.ref, most.title);
  const tags = [...new Set(labels.map((label) => shortened(label, most.tag)))].slice(0, most.tags);
  const rest = {
    title,
    type: kindOf(labels, type),
    project: shortened(project, most.project),
    origin_ref: link.ref,
    ...(tags.length === 0 ? {} : { tags }),
  };
  const whole = (issue.body ?? '').toWellFormed().replaceAll('\r\n', '\n').trim();
  const room = mostJson - jsonBytes(rest);
  const fits = (text: string, cut: boolean): boolean => {
    const description = importedText(link, title, text, cut);
    return Buffer.byteLength(description) <= most.description && jsonBytes(description) <= room;
  };
  const cut = !fits(whole, false);
  const text = cut ? shorten(whole, mark, (beginning) => fits(beginning, true)) : whole;
  return { ...rest, description: importedText(link, title, text, cut) };
}

function shortened(text: string, bytes: number): string {
  return shorten(text, mark, (beginning) => Buffer.byteLength(beginning) <= bytes);
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, ' ').trim();
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
