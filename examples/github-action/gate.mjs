import { appendFileSync, readFileSync } from 'node:fs';

/**
 * Asks a Wasteland node about the author of a pull request. Needs nothing but Node. Run it on `pull_request_target`: the
 * token may write then, and nothing of the pull request itself is ever checked out or run.
 */

const input = (name) => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
/** By this a comment of ours is known again: an author is greeted once. */
const mark = '<!-- wasteland-gate -->';
const steps = ['label', 'greet', 'close'];
/** Milliseconds that node and GitHub may take to answer. */
const patience = 20_000;

async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(patience) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${options.method ?? 'GET'} ${url}: ${answer.status} ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function github(method, path, body) {
  const base = process.env.GITHUB_API_URL ?? 'https://api.github.com';
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${input('token')}`,
    'content-type': 'application/json',
    'user-agent': 'wasteland-gate',
  };
  return await ask(`${base}/repos/${process.env.GITHUB_REPOSITORY}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** The login, and GitHub's number of it: a login that was given up may be somebody else's by now. */
async function askGate({ login, id }) {
  const url = new URL('v1/gate', `${input('url').replace(/\/+$/, '')}/`);
  url.search = new URLSearchParams({ who: `github:${login}`, number: String(id), act: 'contribute' });
  return await ask(url);
}

function stepsFor(answer) {
  if (answer.allowed) return ['label'];
  const blocked = answer.reasons.some(({ code }) => code === 'blocked');
  const last = input(blocked ? 'on-blocked' : 'on-no');
  if (!steps.includes(last)) throw new Error(`on-no and on-blocked are one of ${steps.join(', ')}, not "${last}"`);
  return steps.slice(0, steps.indexOf(last) + 1);
}

function greeting(login, answer) {
  const why = answer.reasons.map(({ text }) => `- ${text}`);
  const change = answer.would_change.map((words) => `- ${words}`);
  return [
    mark,
    `Hello ${login}, and thank you. This project asks [its Wasteland node](${input('url')}) who may open pull requests here,`,
    'and the answer to yours is no for now:',
    '',
    ...why,
    '',
    ...(change.length === 0 ? [] : ['What would change it:', '', ...change]),
  ].join('\n');
}

async function label(number, { allowed }) {
  const [right, wrong] = allowed ? ['label-yes', 'label-no'] : ['label-no', 'label-yes'];
  await github('POST', `/issues/${number}/labels`, { labels: [input(right)] });
  // It has the other one only if the answer was another before.
  await github('DELETE', `/issues/${number}/labels/${encodeURIComponent(input(wrong))}`).catch(() => undefined);
}

async function greet(number, login, answer) {
  const comments = await github('GET', `/issues/${number}/comments?per_page=100`);
  if (comments.some(({ body }) => body?.startsWith(mark))) return;
  await github('POST', `/issues/${number}/comments`, { body: greeting(login, answer) });
}

function output(name, value) {
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`);
}

const { pull_request: pull } = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
if (pull === undefined) throw new Error('this action is for pull requests: run it on pull_request_target');
const { number, user } = pull;
let answer;
try {
  answer = await askGate(user);
} catch (error) {
  // A node that is away closes nobody's work.
  console.log(`::warning::the Wasteland node could not be asked, so nothing was done: ${error.message}`);
}
if (answer !== undefined) {
  output('allowed', answer.allowed);
  output('tier', answer.tier.name);
  console.log(
    `github:${user.login}: ${answer.allowed ? 'yes' : 'no'}: ${answer.reasons.map(({ text }) => text).join('; ')}`,
  );
  const todo = stepsFor(answer);
  await label(number, answer);
  if (todo.includes('greet')) await greet(number, user.login, answer);
  if (todo.includes('close')) await github('PATCH', `/pulls/${number}`, { state: 'closed' });
}
