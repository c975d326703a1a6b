import type { CompletionPage, CompletionsQuery } from '../wire/api/completion.ts';
import { findOrTakeId, findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { present } from './views/present.ts';
import { completionView } from './views/record.ts';

/** One page of the submissions known here, newest first unless asked otherwise. */
export function browseCompletions(services: Services, query: CompletionsQuery): CompletionPage {
  const { item, worker, status, ...paging } = query;
  const filter = present({
    item: item === undefined ? null : findOrTakeId(services, 'w-', item),
    worker: worker === undefined ? null : findRigId(services, worker),
    status,
  });
  const names = namesOf(services);
  const page = services.reader.records.completions(filter, paging);
  return { items: page.items.map((row) => completionView(names, row)), next_cursor: page.next_cursor };
}
