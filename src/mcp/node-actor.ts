import { acceptWork } from '../operations/accept-work.ts';
import type { Acting, Done } from '../operations/acting.ts';
import { claimItem } from '../operations/claim-item.ts';
import { idempotently } from '../operations/idempotently.ts';
import { issueStamp } from '../operations/issue-stamp.ts';
import type { Services } from '../operations/ports.ts';
import { postComment } from '../operations/post-comment.ts';
import { postItem } from '../operations/post-item.ts';
import { rejectWork } from '../operations/reject-work.ts';
import { releaseItem } from '../operations/release-item.ts';
import { reportProgress } from '../operations/report-progress.ts';
import { submitWork } from '../operations/submit-work.ts';
import type { Acted } from '../wire/api/tools.ts';
import { actedOf } from './acted.ts';
import type { ActAnswer } from './acted.ts';
import type { Actor, Keyed } from './board.ts';

/** A rig whose key this node holds, acting by the operations that REST calls. */
export function nodeActor(services: Services, rig: string, keyed: Keyed | undefined): Actor {
  const run = (act: (acting: Acting) => Promise<Done<ActAnswer, ActAnswer>>) => runOnce(services, rig, keyed, act);
  return {
    post: (posting) => run((acting) => postItem(services, acting, posting)),
    claim: (item) => run((acting) => claimItem(services, acting, item)),
    progress: (item, said) => run((acting) => reportProgress(services, acting, item, said)),
    release: (item, said) => run((acting) => releaseItem(services, acting, item, said)),
    submit: (item, work) => run((acting) => submitWork(services, acting, item, work)),
    accept: (item, said) => run((acting) => acceptWork(services, acting, item, said)),
    reject: (item, said) => run((acting) => rejectWork(services, acting, item, said)),
    stamp: (said) => run((acting) => issueStamp(services, acting, said)),
    comment: (said) => run((acting) => postComment(services, acting, said)),
  };
}

async function runOnce(
  services: Services,
  rig: string,
  keyed: Keyed | undefined,
  act: (acting: Acting) => Promise<Done<ActAnswer, ActAnswer>>,
): Promise<Acted> {
  services.checkRoom();
  if (keyed === undefined) return actedOf((await act({ rig })).answer);
  const kept = await idempotently(services, { rig, ...keyed }, async (acting) => ({
    status: 200,
    body: (await act(acting)).answer,
  }));
  return actedOf(kept.body as ActAnswer);
}
