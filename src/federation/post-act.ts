import type { PeerClient } from '../net/peer-client.ts';
import type { EventsAnswer, LoggedAnswer, ProblemAnswer } from '../net/peer-answers.ts';
import type { Problem } from '../wire/api/problem.ts';

/** What the home of an act said; `silent` when it hasn't, and may be asked again. */
export type HomeAnswer =
  | { kind: 'answered'; results: LoggedAnswer[]; checkpoint?: string }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'silent'; detail: string };

/** Hands an act, after the documents that it needs, to its home's `POST /v1/events`. */
export async function postAct(home: PeerClient, documents: readonly string[], token: string): Promise<HomeAnswer> {
  const posted = await home.postEvents([...documents, token]);
  // Whatever isn't an answer of a wasteland node is no answer: a proxy's page, a port that somebody else has taken.
  if (posted.kind !== 'found') return { kind: 'silent', detail: posted.detail };
  if ('problem' in posted.value) return refusal(posted.value.problem);
  return readResults(posted.value.answer);
}

/** The first problem stands for all: an act whose documents were refused can only say that it lacks them. */
function readResults({ results, checkpoint }: EventsAnswer): HomeAnswer {
  const logged: LoggedAnswer[] = [];
  for (const result of results) {
    if ('problem' in result) return refusal(result.problem);
    logged.push(result);
  }
  return { kind: 'answered', results: logged, ...(checkpoint === undefined ? {} : { checkpoint }) };
}

function refusal(answer: ProblemAnswer): HomeAnswer {
  const { status, code, detail, legal } = answer;
  const notNow = status === 408 || status === 429 || status >= 500;
  if (notNow) return { kind: 'silent', detail: `${status} ${code}` };
  const problem: Problem = {
    type: answer.type ?? 'about:blank',
    title: answer.title ?? code,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(legal === undefined ? {} : { legal }),
  };
  return { kind: 'refused', problem };
}
