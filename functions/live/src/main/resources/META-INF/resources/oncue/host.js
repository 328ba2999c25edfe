// The host page: prepare polls, open them, watch them, close them, reveal their results.

import { readAddress, restartOnNewFragment } from './address.js';
import { Announcements } from './announcements.js';
import { Compose } from './compose.js';
import { Confirmation } from './confirmation.js';
import { showConnection } from './connection.js';
import { announce, byId, notice, setChildren, setText } from './dom.js';
import { hint } from './hint.js';
import { HostPoll } from './host-poll.js';
import { KeySwitch } from './key-switch.js';
import { actionOf } from './keys.js';
import { lineup } from './lineup.js';
import { OncueClient } from './oncue-client.js';
import { OverlayLink } from './overlay-link.js';
import { RundownStore } from './rundown-store.js';
import { RundownView } from './rundown-view.js';
import { LiveStream, ServerClock } from './sdk/oncue-viewer.js';
import { StreamLatency } from './stream-latency.js';
import { TapGuard } from './tap-guard.js';
import { count, problemText, t } from './texts.js';
import { Ticker } from './ticker.js';
import { Tokens } from './tokens.js';
import { untilAnswered } from './until-answered.js';
import { WarmLight } from './warm-light.js';

const TICK_MILLIS = 250;
const RECENT_POLLS = 10;
// A key pressed twice in a row opens one poll, not two.
const OPEN_PAUSE_MILLIS = 1500;

const { stream, token } = readAddress();
restartOnNewFragment();
document.title = t('host.document', { stream: stream ?? '' });
if (stream) start();
else notice(t('host.no-stream'));

function start() {
  const tokens = new Tokens({ key: `oncue.host.${stream}`, given: token });
  const claims = tokens.claims();
  const client = new OncueClient({ stream, tokens });
  const clock = new ServerClock({ ask: () => client.time() });
  const cards = new Map();
  const ticker = new Ticker(byId('reactions'));
  const announcements = new Announcements(tell);
  const closing = new Confirmation();
  const openingNext = new Confirmation();
  const produces = claims.groups?.includes('producer') ?? false;
  let openedAt = -Infinity;

  const live = new LiveStream({
    client, clock,
    onConnection: showStanding,
    onChange: (what, recent) => {
      if (what === 'polls') showPolls();
      if (what === 'viewers') showViewers();
      if (what === 'latency') latency?.show(live.latency);
      if (what === 'reactions') showReactions(recent);
    },
  });
  const warmLight = new WarmLight(byId('warm'), { client, clock });
  const compose = new Compose(byId('compose'), { onOpen: openPoll, onPrepare: (draft) => rundown.prepare(draft) });
  // A poll that was opened leaves its place in the list to the next one: the second tap of two must not open that.
  const guard = new TapGuard(byId('rundown-list'), '[data-testid=rundown-open]', () => hint(t('tap.moved')));
  const latency = produces ? new StreamLatency(setLatency) : null;
  const rundown = produces ? createRundown() : null;

  setText(byId('stream'), stream);
  byId('viewer-link').href = `viewer.html?${new URLSearchParams({ stream })}`;
  byId('viewer-link').hidden = false;
  byId('side').hidden = !produces;
  byId('main').classList.toggle('watches', !produces);
  if (produces) new OverlayLink(client);
  else setText(byId('live-empty'), t('live.empty.watching'));
  showViewers();
  listenToKeys();
  clock.start();
  live.start();
  warmLight.ask();
  setInterval(() => {
    live.tick();
    showPolls();
    showExpiry();
  }, TICK_MILLIS);

  function createRundown() {
    return new RundownView({
      stream, clock,
      book: live.book,
      createStore: (onChange) => new RundownStore(`oncue.rundown.${claims.tenant ?? 'default'}/${stream}`, onChange),
      on: {
        open: openPoll,
        edit: (poll) => compose.edit(poll),
        removed: (id) => compose.isEditing(id) && compose.letGo(),
      },
    });
  }

  async function setLatency(wanted) {
    live.setLatency((await client.setLatency(wanted)).latency);
  }

  async function openPoll(draft, onWait) {
    const poll = await untilAnswered(() => client.openPoll(draft), { onWait });
    openedAt = performance.now();
    live.merge(poll);
    cards.get(poll.poll)?.element.scrollIntoView({ block: 'nearest' });
    warmLight.ask();
  }

  function pressClose(id) {
    const pressed = closing.press(id, performance.now());
    const { question, opensAt } = live.book.get(id);
    if (pressed === 'armed') hint(t(clock.now() < Date.parse(opensAt) ? 'hint.cancel' : 'hint.close', { question }));
    if (pressed === 'confirmed') closePoll(id);
    showPolls();
  }

  function closePoll(id) {
    hint('');
    const card = cards.get(id);
    const focused = card.element.contains(document.activeElement);
    card.carryOut(async (onWait) => {
      live.merge(await untilAnswered(() => client.closePoll(id), { onWait }));
      // One that was cancelled is not on the page any more.
      if (focused) (card.element.isConnected ? card.heading : byId('main')).focus({ preventScroll: true });
    }, 'poll.not-closed');
  }

  function reveal(id) {
    const card = cards.get(id);
    const focused = card.element.contains(document.activeElement);
    card.carryOut(async (onWait) => {
      live.merge(await untilAnswered(() => client.reveal(id), { onWait }));
      if (focused) card.heading.focus();
    }, 'poll.not-revealed');
  }

  function listenToKeys() {
    const keys = new KeySwitch(byId('keys-on'));
    addEventListener('keydown', (event) => {
      const action = keys.isOn && produces && !document.querySelector('dialog[open]') ? actionOf(event) : null;
      if (!action) return;
      event.preventDefault();
      act(action);
    });
  }

  function act(action) {
    if (action === 'open-next') openNext();
    if (action === 'close') pressCloseOnAir();
    if (action === 'reveal') revealLatest();
    if (action === 'compose') compose.focus();
    if (action === 'help') toggleHelp();
  }

  function openNext() {
    const now = performance.now();
    if (now - openedAt < OPEN_PAUSE_MILLIS) return;
    if (polls().onAir.length > 0 && openingNext.press('next', now) !== 'confirmed') return hint(t('hint.open-next'));
    hint('');
    // From the press on, not from the answer: an answer may take its time.
    if (rundown.openNext()) openedAt = now;
  }

  function pressCloseOnAir() {
    const [poll] = polls().onAir;
    if (poll) pressClose(poll.poll);
    else hint(t('hint.nothing-open'));
  }

  function revealLatest() {
    const poll = polls().toReveal;
    if (poll) reveal(poll.poll);
    else hint(t('hint.nothing-to-reveal'));
  }

  function toggleHelp() {
    byId('keys').open = !byId('keys').open;
    if (byId('keys').open) byId('keys').querySelector('summary').focus();
  }

  function showStanding(status, problem) {
    showConnection(status, problem);
    if (problem?.code === 'no-token') notice(t('host.no-token'));
    else if (problem?.status === 401) notice(t('host.bad-token'));
    else if (status === 'refused') notice(problemText(problem));
    else notice('');
  }

  // The feed outlives its token; what the host does next would not.
  function showExpiry() {
    const expired = claims.exp && clock.now() >= claims.exp * 1000;
    if (expired && byId('notice').hidden) notice(t('host.expired'));
  }

  const polls = () => lineup(live.book.all(), clock.now());

  function showPolls() {
    const { coming, onAir, closed, toReveal } = polls();
    const running = [...onAir, ...coming];
    const waiting = produces && toReveal ? [toReveal] : [];
    const recent = closed.filter((poll) => !waiting.includes(poll)).slice(0, RECENT_POLLS);
    for (const poll of [...running, ...waiting, ...recent]) showPoll(poll);
    for (const id of cards.keys()) if (!live.book.get(id)) cards.delete(id);
    place(byId('live-polls'), running);
    place(byId('reveal-polls'), waiting);
    place(byId('recent-polls'), recent);
    byId('live-empty').hidden = running.length > 0;
    byId('reveal').hidden = waiting.length === 0;
    byId('recent-empty').hidden = recent.length > 0;
    rundown?.show();
    guard.look();
  }

  function showPoll(poll) {
    const known = cards.get(poll.poll);
    if (!known) {
      cards.set(poll.poll, new HostPoll(poll, {
        clock, mayAct: produces,
        viewers: () => live.viewers,
        onClose: pressClose, onReveal: reveal,
        onAgain: (again) => compose.fill(again),
      }));
    } else if (known.poll !== poll) {
      known.update(poll);
    } else {
      known.tick();
    }
    const card = cards.get(poll.poll);
    const now = performance.now();
    card.showArmed(closing.isArmed(poll.poll, now), closing.isReady(poll.poll, now));
    announcements.take(poll, card.status, now);
  }

  function place(section, polls) {
    const focused = document.activeElement;
    setChildren(section, polls.map((poll) => cards.get(poll.poll).element));
    // Moving a card takes the focus off what is in it.
    if (document.activeElement !== focused && section.contains(focused)) focused.focus({ preventScroll: true });
  }

  function showViewers() {
    setText(byId('viewers'), live.viewers === null ? '–' : count(live.viewers));
    setText(byId('viewers-word'), t('audience.viewers', { n: live.viewers ?? 0 }));
  }

  function showReactions(recent) {
    ticker.update(live.reactions, recent);
    byId('reactions-empty').hidden = live.reactions.size > 0;
  }
}

function tell(what, poll) {
  announce(t(`tell.${what}`, { question: poll.question, result: summary(poll) }));
}

function summary({ options, result }) {
  if (!result) return '';
  return options.map((option) => `${option.text}: ${count(result.counts[option.id] ?? 0)}`).join(', ');
}
