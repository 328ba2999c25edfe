// Reactions at a rate, and a few viewers who react too often.
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) loadtest-scripts/k6/04-reactions.js

import exec from 'k6/execution';
import { atRate, compareReactions, newStream, number, once, react, reactTooOften, thresholds, viewers } from './oncue.js';

const RATE = number('RATE', 200);
const SECONDS = number('SECONDS', 20);
const P99_MS = number('P99_MS', 250);
const VUS = number('VUS', 200);
const EAGER = 5;
const MAX_IN_10_S = 20;

// Each of the others reacts once a second.
const tokens = viewers(RATE + EAGER);

export const options = {
  scenarios: {
    viewers: atRate(RATE, SECONDS, VUS),
    eager: once('tooOften', EAGER, 600),
  },
  thresholds: thresholds({ 'http_req_duration{name:reaction}': [`p(99)<=${P99_MS}`] }),
};

export function setup() {
  return newStream('reactions');
}

export default function (stream) {
  const number = exec.scenario.iterationInTest;
  react(stream, tokens[EAGER + (number % RATE)], number);
}

export function tooOften(stream) {
  const token = tokens[exec.scenario.iterationInTest];
  for (let i = 0; i < MAX_IN_10_S; i++) {
    react(stream, token, i);
  }
  reactTooOften(stream, token);
}

export { compareReactions as teardown };
