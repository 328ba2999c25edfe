// Reconnect storm: subscribers lose their connections in the same moment, in the middle of a poll,
// come back within SPREAD_SECONDS and must get what they missed.
// The engine must end feeds, since k6 shows no part of an answer before its end:
//   ONCUE_FEED_MAX_AGE=PT10S java -jar functions/local/target/quarkus-app/quarkus-run.jar
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) loadtest-scripts/k6/06-reconnect-storm.js

import { sleep } from 'k6';
import exec from 'k6/execution';
import { atRate, close, feed, followUntilClosed, newStream, number, once, open, state, thresholds, viewers, vote } from './oncue.js';

const SUBSCRIBERS = number('SUBSCRIBERS', 500);
const RATE = number('RATE', 50);
const CUT_SECONDS = number('CUT_SECONDS', 5);
const SPREAD_SECONDS = number('SPREAD_SECONDS', 3);
const VUS = number('VUS', 50);
const SECONDS = CUT_SECONDS + SPREAD_SECONDS + 2;

const tokens = viewers(SUBSCRIBERS + RATE * SECONDS + 10);

export const options = {
  scenarios: {
    subscribers: once('subscribe', SUBSCRIBERS, SECONDS + 180),
    voters: atRate(RATE, SECONDS, VUS, { exec: 'cast', startTime: '3s' }),
  },
  thresholds: thresholds({}),
};

export function setup() {
  const stream = newStream('storm');
  const opensAt = new Date(Date.now() + 2000).toISOString();
  const poll = open(stream, 'q1', RATE * SECONDS, { opensAt, duration: `PT${SECONDS + 5}S` });
  return Object.assign(poll, { cursor: state(stream).cursor, cut: Date.now() + 1000 * (2 + CUT_SECONDS) });
}

export function subscribe(poll) {
  const token = tokens[exec.scenario.iterationInTest];
  // What came until the cut is lost with the connection, as k6 shows no part of an answer.
  feed(poll.stream, token, poll.cursor, Math.max(1, poll.cut - Date.now()));
  sleep(Math.random() * SPREAD_SECONDS);
  followUntilClosed(poll.stream, token, poll.cursor, poll.cut + 1000 * (SECONDS + 60));
}

export function cast(poll) {
  vote(poll, tokens, SUBSCRIBERS + exec.scenario.iterationInTest);
}

export { close as teardown };
