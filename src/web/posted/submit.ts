import { submitWork } from '../../operations/submit-work.ts';
import { SubmitRequest } from '../../wire/api/lifecycle.ts';
import { validated } from '../validated.ts';
import { itemAct } from './item-act.ts';
import type { Typed } from '../forms/filled.ts';
import { given } from '../forms/given.ts';
import { lines, textOf } from '../forms/lists.ts';

export const submit = itemAct({
  name: 'submit',
  scopes: [['work']],
  act: ({ services, request }, id, typed, acting) =>
    submitWork(services, acting, id, validated(request, SubmitRequest, submission(typed))),
});

function submission(typed: Typed): Record<string, unknown> {
  const evidence = lines(typed['evidence']).map((line) => {
    const [url = '', ...note] = line.split(/\s+/);
    return given({ url, note: textOf(note.join(' ')) });
  });
  return { evidence, ...given({ summary: textOf(typed['summary']) }) };
}
