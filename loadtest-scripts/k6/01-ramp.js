// Baseline ramp: votes whose rate grows evenly from nothing to its peak, each of another viewer.
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) loadtest-scripts/k6/01-ramp.js

import exec from 'k6/execution';
import { close, newStream, number, open, thresholds, viewers, vote } from './oncue.js';

const VIEWERS = number('VIEWERS', 1000);
const SECONDS = number('SECONDS', 20);
const VUS = number('VUS', 200);

// A few more than will come: k6 rounds.
const tokens = viewers(VIEWERS + 10);

export const options = {
  scenarios: {
    viewers: {
      executor: 'ramping-arrival-rate',
      startRate: 0,
      // By the minute, since a rate must be a whole number; twice the mean, since it begins at 0.
      timeUnit: '1m',
      stages: [{ target: Math.round((2 * 60 * VIEWERS) / SECONDS), duration: `${SECONDS}s` }],
      preAllocatedVUs: VUS,
    },
  },
  thresholds: thresholds({}),
};

export function setup() {
  return open(newStream('ramp'), 'q1', VIEWERS);
}

export default function (poll) {
  vote(poll, tokens, exec.scenario.iterationInTest);
}

export { close as teardown };
