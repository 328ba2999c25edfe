// Sledgehammer: bots connect and idle, and all vote in the same moment.
//   k6 run -e ONCUE_JWT_SECRET=$(cat data/jwt-secret) loadtest-scripts/k6/02-sledgehammer.js
// Each bot is a VU, which costs k6 some megabytes: a few thousand are much for one machine.

import { sleep } from 'k6';
import exec from 'k6/execution';
import { Trend } from 'k6/metrics';
import { close, connect, newStream, number, once, open, thresholds, viewers, vote } from './oncue.js';

const BOTS = number('BOTS', 1000);
const RELEASE_SECONDS = number('RELEASE_SECONDS', 10);
const WITHIN_MS = number('WITHIN_MS', 1000);

const tokens = viewers(BOTS);
const sinceRelease = new Trend('vote_since_release', true);

export const options = {
  scenarios: { bots: once('default', BOTS, RELEASE_SECONDS + 120) },
  thresholds: thresholds({
    acknowledged: [`count==${BOTS}`],
    vote_since_release: [`max<=${WITHIN_MS}`],
  }),
};

export function setup() {
  return Object.assign(open(newStream('herd'), 'q1', BOTS), { release: Date.now() + 1000 * RELEASE_SECONDS });
}

export default function (poll) {
  const bot = exec.vu.idInTest - 1;
  connect(bot);
  sleep(Math.max(0, poll.release - Date.now()) / 1000);
  vote(poll, tokens, bot);
  sinceRelease.add(Date.now() - poll.release);
}

export { close as teardown };
