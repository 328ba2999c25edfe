// What the scenarios share: tokens, the poll, a vote, and how a run fails when a vote is lost.
// Environment: ONCUE_JWT_SECRET; TARGET, or POLL_OPEN, POLL_CLOSE, LIVE and VOTE (several by commas);
// ERRORS, the share of votes that may fail and be sent again.

import { sleep } from 'k6';
import crypto from 'k6/crypto';
import { SharedArray } from 'k6/data';
import encoding from 'k6/encoding';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const OPTIONS = ['red', 'green', 'blue', 'gold'];
const TOKEN_LIFE_S = 2 * 60 * 60;
const POLL_ID = 'q1';
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
const VOTE = address('VOTE');

if (SECRET.length < 32) {
  throw new Error('ONCUE_JWT_SECRET must hold the secret of the engine, 32 bytes or more');
}

// k6 keeps no state that all VUs share but its metrics, and a threshold looks at one metric alone.
// So one counter goes up with each vote that is answered 200, and at the end down by what the result
// has: it must come out at zero, for each option.
const notCounted = new Counter('votes_promised_but_not_counted');
const votes = new Counter('votes_answered_200');
const deviations = new Counter('deviations');

/** The thresholds of all scenarios, and a scenario's own. */
export function thresholds(own) {
  const all = {
    votes_answered_200: ['count>0'],
    deviations: ['count==0'],
    dropped_iterations: ['count==0'],
    'http_req_failed{name:vote}': [`rate<=${number('ERRORS', 0.01)}`],
  };
  for (const option of OPTIONS) {
    all[`votes_promised_but_not_counted{option:${option}}`] = ['count==0'];
  }
  return Object.assign(all, own);
}

function token(subject, group) {
  const part = (json) => encoding.b64encode(JSON.stringify(json), 'rawurl');
  const expires = Math.floor(Date.now() / 1000) + TOKEN_LIFE_S;
  const header = part({ alg: 'HS256', typ: 'JWT' });
  const signed = `${header}.${part({ sub: subject, groups: [group], exp: expires })}`;
  return `${signed}.${crypto.hmac('sha256', SECRET, signed, 'base64rawurl')}`;
}

function headers(bearer) {
  return { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' };
}

/** The tokens of so many viewers, signed before the run and shared by all VUs. */
export function viewers(count) {
  return new SharedArray('tokens of viewers', () => {
    const tokens = [];
    for (let i = 0; i < count; i++) {
      tokens.push(token(`viewer-${i}`, 'viewer'));
    }
    return tokens;
  });
}

/** Opens a poll on a stream of its own; for setup(). */
export function open(scenario, expectedViewers) {
  const stream = `k6-${scenario}-${Date.now().toString(36)}`;
  const body = {
    stream,
    poll: POLL_ID,
    question: 'Which colour?',
    options: OPTIONS.map((id) => ({ id, text: id })),
    duration: 'PT1H',
    expectedViewers,
  };
  const answer = http.post(`${POLL_OPEN}/poll-open`, JSON.stringify(body), {
    headers: headers(token('k6', 'producer')),
  });
  if (answer.status !== 201) {
    throw new Error(`the poll could not be opened: ${answer.status} ${answer.body}`);
  }
  return { stream };
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
  const body = JSON.stringify({ stream: poll.stream, poll: POLL_ID, options: [option] });
  const url = `${VOTE[viewer % VOTE.length]}/vote`;
  const request = { headers: headers(tokens[viewer]), tags: { name: 'vote' } };
  let status = 0;
  for (let tries = 0; tries < MAX_TRIES && [0, 429, 503].includes(status); tries++) {
    if (tries > 0) {
      sleep(COME_AGAIN_S);
    }
    status = http.post(url, body, request).status;
  }
  if (status === 200) {
    votes.add(1);
    notCounted.add(1, { option });
  } else {
    deviation(`viewer ${viewer} was answered ${status}`);
  }
}

/** Closes the poll and compares; for teardown(). */
export function close(poll) {
  const producer = { headers: headers(token('k6', 'producer')) };
  const body = JSON.stringify({ stream: poll.stream, poll: POLL_ID });
  const answer = http.post(`${POLL_CLOSE}/poll-close`, body, producer);
  if (answer.status !== 200) {
    deviation(`the poll could not be closed: ${answer.status} ${answer.body}`);
  }
  const result = certified(poll, producer);
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

function certified(poll, producer) {
  let result = {};
  for (let tries = 0; tries < CERTIFYING_TRIES && !result.certified; tries++) {
    if (tries > 0) {
      sleep(CERTIFYING_PAUSE_S);
    }
    const read = http.get(`${LIVE}/polls/${poll.stream}/${POLL_ID}`, producer);
    result = (read.status === 200 && read.json('result')) || {};
  }
  return result;
}

function deviation(what) {
  deviations.add(1);
  console.error(what);
}
