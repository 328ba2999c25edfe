// Soak: polls one after another, votes and reactions for a long time.
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) -e SECONDS=3600 loadtest-scripts/k6/07-soak.js

import { sleep } from 'k6';
import exec from 'k6/execution';
import { atRate, close, compareReactions, newStream, number, open, react, thresholds, viewers, vote } from './oncue.js';

const SECONDS = number('SECONDS', 600);
const POLL_SECONDS = number('POLL_SECONDS', 20);
const RATE = number('RATE', 50);
const P99_MS = number('P99_MS', 250);
const VUS = number('VUS', 100);
// So long after its time a poll takes votes that were late.
const LATE_SECONDS = 5;

const POLLS = Math.ceil(SECONDS / POLL_SECONDS);
const VOTERS = Math.ceil(2 * RATE * POLL_SECONDS);
const tokens = viewers(VOTERS);

export const options = {
  scenarios: {
    polls: atRate(1, SECONDS, 2 + Math.ceil(LATE_SECONDS / POLL_SECONDS), {
      exec: 'nextPoll',
      timeUnit: `${POLL_SECONDS}s`,
      gracefulStop: '60s',
    }),
    votes: atRate(RATE, SECONDS, VUS, { exec: 'cast' }),
    reactions: atRate(RATE, SECONDS, VUS, { exec: 'reaction' }),
  },
  thresholds: thresholds({
    'http_req_duration{name:vote}': [`p(99)<=${P99_MS}`],
    'http_req_duration{name:reaction}': [`p(99)<=${P99_MS}`],
  }),
};

export function setup() {
  const { stream } = open(newStream('soak'), 'q0', VOTERS);
  return { stream, start: Date.now() };
}

/** Opens the poll after this one, and closes the one before. k6 may call it once more at the end. */
export function nextPoll({ stream }) {
  const now = exec.scenario.iterationInTest;
  if (now + 1 < POLLS) {
    open(stream, `q${now + 1}`, VOTERS);
  }
  if (now > 0 && now < POLLS) {
    sleep(LATE_SECONDS);
    close({ stream, id: `q${now - 1}` });
  }
}

export function cast({ stream, start }) {
  const now = Math.floor((Date.now() - start) / 1000 / POLL_SECONDS);
  vote({ stream, id: `q${Math.min(now, POLLS - 1)}` }, tokens, exec.scenario.iterationInTest % VOTERS);
}

export function reaction({ stream }) {
  const number = exec.scenario.iterationInTest;
  react(stream, tokens[number % VOTERS], number);
}

export function teardown({ stream }) {
  close({ stream, id: `q${POLLS - 1}` });
  compareReactions(stream);
}
