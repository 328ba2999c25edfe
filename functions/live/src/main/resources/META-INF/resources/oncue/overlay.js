// The overlay: a poll over the picture of the show, as a browser source of OBS. Everything around it
// is transparent. It never shows what went wrong on air; opened in a browser, it does.

import { readAddress, restartOnNewFragment } from './address.js';
import { byId, notice } from './dom.js';
import { OncueClient, guestTicket } from './oncue-client.js';
import { OverlayCard } from './overlay-card.js';
import { sceneOf } from './overlay-scene.js';
import { LiveStream, ServerClock } from './sdk/oncue-viewer.js';
import { problemText, t } from './texts.js';
import { Tokens } from './tokens.js';

const TICK_MILLIS = 100;
const HOLD_SECONDS = 20;

const { stream, token, say } = readAddress();
restartOnNewFragment();
document.title = t('overlay.document', { stream: stream ?? '' });
document.body.dataset.theme = say('theme') === 'light' ? 'light' : 'dark';
if (stream) start();
else warn(t('overlay.no-stream'));

function start() {
  const rules = { reveal: say('reveal') === 'auto' ? 'auto' : 'manual', holdMillis: holdSeconds() * 1000 };
  const tokens = new Tokens({ key: `oncue.overlay.${stream}`, given: token ?? say('token'), fetchGuest: () => guestTicket(stream) });
  const client = new OncueClient({ stream, tokens });
  const clock = new ServerClock({ ask: () => client.time() });
  const live = new LiveStream({ client, clock, onChange: show, onConnection: showStanding });
  let card = null;

  clock.start();
  live.start();
  setInterval(() => {
    live.tick();
    show();
  }, TICK_MILLIS);

  function show() {
    // The device may have slept: nothing goes on air by a clock that may be minutes behind.
    if (clock.isHeld) return;
    const now = clock.now();
    const scene = sceneOf(live.book.all(), now, rules);
    if (!scene) {
      card = null;
      byId('stage').replaceChildren();
      return;
    }
    if (card?.id !== scene.poll.poll) {
      card = new OverlayCard(scene.poll);
      byId('stage').replaceChildren(card.element);
    }
    card.show(scene, now);
  }

  function showStanding(status, problem) {
    document.body.dataset.connection = status;
    if (status === 'live' || status === 'polling') notice('');
    else if (problem) warn(problemText(problem));
  }
}

function holdSeconds() {
  const given = say('hold');
  const seconds = Number(given);
  return given === null || given === '' || !Number.isFinite(seconds) || seconds < 0 ? HOLD_SECONDS : seconds;
}

function warn(text) {
  // OBS gives its browser sources this object; what they show is on air.
  if (!window.obsstudio) notice(text);
}
