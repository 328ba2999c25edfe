// Feed fan-out: subscribers follow the feed while a poll opens, gets votes, and closes by itself.
// The engine must end feeds, since k6 shows no part of an answer before its end:
//   ONCUE_FEED_MAX_AGE=PT10S java -jar functions/local/target/quarkus-app/quarkus-run.jar
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) loadtest-scripts/k6/05-fan-out.js

import exec from 'k6/execution';
import { atRate, close, followUntilClosed, newStream, number, once, open, thresholds, viewers, vote } from './oncue.js';

const SUBSCRIBERS = number('SUBSCRIBERS', 500);
const RATE = number('RATE', 50);
const SECONDS = number('SECONDS', 20);
const VUS = number('VUS', 50);
// In this time all subscribers connect; the poll opens then.
const CONNECT_SECONDS = number('CONNECT_SECONDS', 5);

const tokens = viewers(SUBSCRIBERS + RATE * SECONDS + 10);

export const options = {
  scenarios: {
    subscribers: once('subscribe', SUBSCRIBERS, SECONDS + 180),
    voters: atRate(RATE, SECONDS, VUS, { exec: 'cast', startTime: `${CONNECT_SECONDS + 1}s` }),
  },
  thresholds: thresholds({}),
};

export function setup() {
  const opensAt = new Date(Date.now() + 1000 * CONNECT_SECONDS).toISOString();
  // A vote that is sent again may be some seconds late.
  const duration = `PT${SECONDS + 5}S`;
  return open(newStream('fan-out'), 'q1', RATE * SECONDS, { opensAt, duration });
}

export function subscribe(poll) {
  const until = Date.now() + 1000 * (CONNECT_SECONDS + SECONDS + 60);
  followUntilClosed(poll.stream, tokens[exec.scenario.iterationInTest], null, until);
}

export function cast(poll) {
  vote(poll, tokens, SUBSCRIBERS + exec.scenario.iterationInTest);
}

export { close as teardown };
