// What the overlay shows at an instant: a pure rule of the polls and the clock.
//
// Each poll has at most one moment that counts: it opened, it closed, or its result was revealed.
// The latest of these moments is on screen.

import { statusAt } from './sdk/oncue-viewer.js';

// A result that nobody reveals must not keep "voting is closed" on screen all evening.
const CLOSED_MILLIS = 10 * 60_000;

/**
 * @param reveal `manual`: counts are shown once the host has revealed them; `auto`: as soon as
 *     viewers may see them
 * @param holdMillis how long a result stays on screen; 0: until something newer comes
 * @returns `poll`, `phase` (`asking`, `closed` or `result`) and `counts`, whether they are shown; null
 *     while there is nothing to show
 */
export function sceneOf(polls, now, { reveal, holdMillis }) {
  const scenes = polls.map((poll) => momentOf(poll, now, reveal)).filter((scene) => scene && isOn(scene, now, holdMillis));
  return scenes.sort((a, b) => b.since - a.since)[0] ?? null;
}

function momentOf(poll, now, reveal) {
  const auto = reveal === 'auto';
  const status = statusAt(poll, now);
  if (status === 'scheduled') return null;
  if (status === 'open') {
    return { poll, phase: 'asking', since: Date.parse(poll.opensAt), counts: auto && Boolean(poll.result) };
  }
  const closedAt = Date.parse(poll.closedAt ?? poll.closesAt);
  const shownAt = auto ? closedAt : Date.parse(poll.revealedAt ?? '');
  if (!Number.isNaN(shownAt) && poll.result?.final) return { poll, phase: 'result', since: shownAt, counts: true };
  return { poll, phase: 'closed', since: closedAt, counts: false };
}

function isOn({ phase, since }, now, holdMillis) {
  if (phase === 'asking') return true;
  if (phase === 'closed') return now - since < CLOSED_MILLIS;
  return holdMillis === 0 || now - since < holdMillis;
}
