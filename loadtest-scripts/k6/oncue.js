// What the scenarios share: tokens, the poll, a vote, and how a run fails when a vote is lost.
// Environment: ONCUE_JWT_SECRET; TARGET, or POLL_OPEN, POLL_CLOSE, LIVE and VOTE (several by commas);
// ERRORS, the share of requests that may fail.

import { sleep } from 'k6';
import crypto from 'k6/crypto';
import { SharedArray } from 'k6/data';
import encoding from 'k6/encoding';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const OPTIONS = ['red', 'green', 'blue', 'gold'];
const TOKEN_LIFE_S = 2 * 60 * 60;
const EMOJIS = ['🔥', '🎉', '👏', '😂'];
const MAX_TRIES = 5;
const COME_AGAIN_S = 1;
const CERTIFYING_TRIES = 100;
const CERTIFYING_PAUSE_S = 0.1;

const THIS_MACHINE = /^https?:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/;

const TARGET = __ENV.TARGET || 'http://127.0.0.1:8080';
const SECRET = __ENV.ONCUE_JWT_SECRET || '';

/** A number from the environment. */
export function number(name, otherwise) {
  const value = Number(__ENV[name] || otherwise);
  if (!(value > 0)) {
    throw new Error(`${name} must be a number above 0, not '${__ENV[name]}'`);
  }
  return value;
}

/** Where a function is; on a cluster each has an address of its own. */
function address(name) {
  const urls = (__ENV[name] || TARGET).split(',');
  for (const url of urls) {
    if (!THIS_MACHINE.test(url) && __ENV.I_OWN_THIS_TARGET !== 'true') {
      throw new Error(`${url} is not this machine; add -e I_OWN_THIS_TARGET=true if it is yours`);
    }
  }
  return urls;
}

const POLL_OPEN = address('POLL_OPEN')[0];
const POLL_CLOSE = address('POLL_CLOSE')[0];
const LIVE = address('LIVE')[0];
const REACTION = address('REACTION')[0];
const VOTE = address('VOTE');

if (SECRET.length < 32) {
  throw new Error('ONCUE_JWT_SECRET must hold the secret of the engine, 32 bytes or more');
}

// VUs share nothing but metrics, and a threshold looks at one metric alone. So one counter goes up
// with each vote, or reaction, that is acknowledged, and at the end down by what the engine has
// counted: it must come out at zero, for each option.
const notCounted = new Counter('promised_but_not_counted');
const acknowledged = new Counter('acknowledged');
const deviations = new Counter('deviations');

/** The thresholds of all scenarios, and a scenario's own. */
export function thresholds(own) {
  const all = {
    acknowledged: ['count>0'],
    deviations: ['count==0'],
    dropped_iterations: ['count==0'],
    'http_req_failed{name:vote}': [`rate<=${number('ERRORS', 0.01)}`],
  };
  for (const option of [...OPTIONS, ...EMOJIS]) {
    all[`promised_but_not_counted{option:${option}}`] = ['count==0'];
  }
  return Object.assign(all, own);
}

/** Iterations at a constant rate, whatever becomes of those before; more are k6's own settings. */
export function atRate(rate, seconds, preAllocatedVUs, more = {}) {
  return { executor: 'constant-arrival-rate', rate, duration: `${seconds}s`, preAllocatedVUs, ...more };
}

/** One iteration of each VU. */
export function once(exec, vus, maxSeconds) {
  return { executor: 'per-vu-iterations', exec, vus, iterations: 1, maxDuration: `${maxSeconds}s` };
}

function token(subject, group) {
  const part = (json) => encoding.b64encode(JSON.stringify(json), 'rawurl');
  const expires = Math.floor(Date.now() / 1000) + TOKEN_LIFE_S;
  const header = part({ alg: 'HS256', typ: 'JWT' });
  const signed = `${header}.${part({ sub: subject, groups: [group], exp: expires })}`;
  return `${signed}.${crypto.hmac('sha256', SECRET, signed, 'base64rawurl')}`;
}

/** What is asked with a token; more are k6's own settings of a request. */
function signed(bearer, more = {}) {
  return { headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' }, ...more };
}

const producer = () => signed(token('k6', 'producer'));

/** The tokens of so many viewers, signed before the run and shared by all VUs. */
export function viewers(count) {
  return new SharedArray('tokens of viewers', () => Array.from({ length: count }, (_, i) => token(`viewer-${i}`, 'viewer')));
}

/** A name for a stream that does not exist yet; for setup(). */
export function newStream(scenario) {
  return `k6-${scenario}-${Date.now().toString(36)}`;
}

/** Opens a poll; more are fields of POST /poll-open. */
export function open(stream, id, expectedViewers, more = {}) {
  const body = {
    stream,
    poll: id,
    question: 'Which colour?',
    options: OPTIONS.map((id) => ({ id, text: id })),
    duration: 'PT1H',
    expectedViewers,
    ...more,
  };
  const answer = http.post(`${POLL_OPEN}/poll-open`, JSON.stringify(body), producer());
  if (answer.status !== 201 && answer.status !== 202) {
    throw new Error(`the poll could not be opened: ${answer.status} ${answer.body}`);
  }
  return { stream, id };
}

/** Makes a viewer's connection to where its vote will go. */
export function connect(viewer) {
  http.get(`${VOTE[viewer % VOTE.length]}/time`, { tags: { name: 'connect' } });
}

/**
 * Votes, and does again a second later where the answer was not a 200 but may become one: a ballot
 * counts once however often it is sent.
 */
export function vote(poll, tokens, viewer) {
  const option = OPTIONS[viewer % OPTIONS.length];
  const body = JSON.stringify({ stream: poll.stream, poll: poll.id, options: [option] });
  const url = `${VOTE[viewer % VOTE.length]}/vote`;
  const request = signed(tokens[viewer], { tags: { name: 'vote' } });
  let status = 0;
  for (let tries = 0; tries < MAX_TRIES && [0, 429, 503].includes(status); tries++) {
    if (tries > 0) {
      sleep(COME_AGAIN_S);
    }
    status = http.post(url, body, request).status;
  }
  if (status === 200) {
    acknowledged.add(1);
    notCounted.add(1, { option });
  } else {
    deviation(`viewer ${viewer} was answered ${status}`);
  }
}

/** Closes a poll and compares; once for each poll. */
export function close(poll) {
  const body = JSON.stringify({ stream: poll.stream, poll: poll.id });
  const answer = http.post(`${POLL_CLOSE}/poll-close`, body, producer());
  if (answer.status !== 200) {
    deviation(`the poll could not be closed: ${answer.status} ${answer.body}`);
  }
  const result = certified(poll);
  if (!result.final || !result.certified) {
    deviation(`the result is not final and certified: ${JSON.stringify(result)}`);
  }
  let sum = 0;
  for (const option of OPTIONS) {
    const count = (result.counts || {})[option] || 0;
    notCounted.add(-count, { option });
    sum += count;
  }
  if (sum !== result.ballots) {
    deviation(`the result has ${result.ballots} ballots, and ${sum} votes`);
  }
  console.log(`result: ${JSON.stringify(result)}`);
}

function certified(poll) {
  let result = {};
  for (let tries = 0; tries < CERTIFYING_TRIES && !result.certified; tries++) {
    if (tries > 0) {
      sleep(CERTIFYING_PAUSE_S);
    }
    const read = http.get(`${LIVE}/polls/${poll.stream}/${poll.id}`, producer());
    result = (read.status === 200 && read.json('result')) || {};
  }
  return result;
}

/** Reacts, which is not done again where it fails, since each reaction counts. */
export function react(stream, bearer, number) {
  const emoji = EMOJIS[number % EMOJIS.length];
  const body = JSON.stringify({ stream, emoji });
  const request = signed(bearer, { tags: { name: 'reaction' } });
  const { status } = http.post(`${REACTION}/reaction`, body, request);
  if (status === 202) {
    acknowledged.add(1);
    notCounted.add(1, { option: emoji });
  } else {
    deviation(`a reaction was answered ${status}`);
  }
}

/** Reacts once more than a viewer may, which must be refused. */
export function reactTooOften(stream, bearer) {
  const body = JSON.stringify({ stream, emoji: EMOJIS[0] });
  const request = signed(bearer, { responseCallback: http.expectedStatuses(429) });
  const answer = http.post(`${REACTION}/reaction`, body, request);
  if (answer.status !== 429 || !answer.headers['Retry-After']) {
    deviation(`a reaction too many was answered ${answer.status}`);
  }
}

/** Compares the reactions that a stream has; once for each stream. */
export function compareReactions(stream) {
  const counts = state(stream).reactions || {};
  for (const emoji of EMOJIS) {
    notCounted.add(-(counts[emoji] || 0), { option: emoji });
  }
}

/** What a client that has just connected reads of a stream. */
export function state(stream) {
  return http.get(`${LIVE}/streams/${stream}/state`, producer()).json();
}

/**
 * The events of a feed, once the engine has ended it: k6 shows no part of an answer before. Empty
 * where it did not end within that time; the connection is cut then.
 */
export function feed(stream, bearer, cursor, timeout) {
  const request = signed(bearer, { tags: { name: 'feed' }, timeout });
  const from = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
  const body = http.get(`${LIVE}/streams/${stream}/feed${from}`, request).body || '';
  return body
    .split('\n\n')
    .map((block) => Object.fromEntries([...block.matchAll(/^(id|event): ?(.*)$/gm)].map(([, name, value]) => [name, value])))
    .filter((event) => event.id);
}

/** Follows the feed, from one end of it to the next, until a poll has closed; what it saw. */
export function followUntilClosed(stream, bearer, start, until) {
  const seen = { opened: 0, closed: 0 };
  let cursor = start;
  while (!seen.closed && Date.now() < until) {
    const before = cursor;
    for (const { id, event } of feed(stream, bearer, cursor, '60s')) {
      if (event === 'state') {
        if (before) deviation(`${id} is a new state after ${cursor}`);
      } else if (!follows(cursor, id)) {
        deviation(`${id} came after ${cursor}`);
      }
      cursor = id;
      seen.opened += event === 'poll-opened' ? 1 : 0;
      seen.closed += event === 'poll-closed' ? 1 : 0;
    }
  }
  if (seen.opened !== 1 || seen.closed !== 1) {
    deviation(`a subscriber saw the poll open ${seen.opened} times and close ${seen.closed} times`);
  }
}

/** Ids are <epoch>-<number>, and the numbers have no gap. */
function follows(before, next) {
  const [epoch, number] = (before || '').split('-');
  return next === `${epoch}-${Number(number) + 1}`;
}

function deviation(what) {
  deviations.add(1);
  console.error(what);
}
