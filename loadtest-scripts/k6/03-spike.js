// Spike: votes at a rate of their own, whatever the engine answers, each of another viewer.
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) -e RATE=2000 loadtest-scripts/k6/03-spike.js

import exec from 'k6/execution';
import { atRate, close, newStream, number, open, thresholds, viewers, vote } from './oncue.js';

const RATE = number('RATE', 500);
const SECONDS = number('SECONDS', 10);
const P99_MS = number('P99_MS', 250);
const VUS = number('VUS', 500);

// A few more than will come: k6 rounds.
const tokens = viewers(RATE * SECONDS + 10);

export const options = {
  scenarios: { viewers: atRate(RATE, SECONDS, VUS) },
  thresholds: thresholds({ 'http_req_duration{name:vote}': [`p(99)<=${P99_MS}`] }),
};

export function setup() {
  return open(newStream('spike'), 'q1', RATE * SECONDS);
}

export default function (poll) {
  vote(poll, tokens, exec.scenario.iterationInTest);
}

export { close as teardown };
