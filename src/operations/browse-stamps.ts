import type { StampPage, StampsQuery } from '../wire/api/stamp.ts';
import { findOrTakeId, findRigId } from './find-named.ts';
import type { Services } from './ports.ts';
import { namesOf } from './views/names.ts';
import { present } from './views/present.ts';
import { stampView } from './views/record.ts';

/** One page of the counting stamps, newest first unless asked otherwise. */
export function browseStamps(services: Services, query: StampsQuery): StampPage {
  const { completion, author, subject, ...paging } = query;
  const filter = present({
    completion: completion === undefined ? null : findOrTakeId(services, 'c-', completion),
    author: author === undefined ? null : findRigId(services, author),
    subject: subject === undefined ? null : findRigId(services, subject),
  });
  const names = namesOf(services);
  const page = services.reader.records.stamps({ ...filter, counting: true }, paging);
  return { items: page.items.map((row) => stampView(services, names, row)), next_cursor: page.next_cursor };
}
