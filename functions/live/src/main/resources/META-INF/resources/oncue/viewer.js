// The viewer's page: it waits, shows what is open, casts the ballot, and shows the result.

import { readAddress, restartOnNewFragment } from './address.js';
import { showAudience } from './audience.js';
import { showConnection } from './connection.js';
import { announce, byId, notice, setChildren, setText } from './dom.js';
import { tellStanding, viewerTokens } from './guest.js';
import { hint } from './hint.js';
import { ReactionBar } from './reaction-bar.js';
import { connect } from './sdk/oncue-viewer.js';
import { TapGuard } from './tap-guard.js';
import { minutes } from './text.js';
import { t } from './texts.js';
import { ViewerPoll } from './viewer-poll.js';

const TICK_MILLIS = 250;
const MOST_CLOSED = 5;

const { stream, token } = readAddress();
restartOnNewFragment();
if (stream) start();
else notice(t('viewer.no-stream'));

function start() {
  const tokens = viewerTokens(stream, token);
  const cards = new Map();
  // The polls on the page with their status, as of the last change.
  let shown = [];
  const reactionBar = new ReactionBar({
    container: byId('reactions'), note: byId('reaction-note'), onReact: (emoji) => viewer.react(emoji),
  });
  const guard = new TapGuard(byId('polls'), '.option, .ballot-foot .button', () => hint(t('tap.moved')));
  const viewer = connect({
    stream, tokens,
    onConnection: showStanding,
    onChange: () => showPolls(),
    onViewers: showAudience,
    onReactions: (totals, recent) => reactionBar.update(totals, recent),
  });
  tokens.onNewViewer = () => {
    viewer.forgetBallots();
    cards.clear();
  };
  document.title = `${stream} · Oncue`;
  setText(byId('stream'), stream);
  setInterval(showPolls, TICK_MILLIS);

  function showStanding(status, problem) {
    showConnection(status);
    byId('reaction-bar').hidden = status === 'refused';
    tellStanding(status, problem);
  }

  function showPolls() {
    const all = viewer.polls();
    const visible = choose(all);
    for (const poll of visible) showPoll(poll);
    setChildren(byId('polls'), visible.map(({ poll }) => cards.get(poll).element));
    tell(visible);
    shown = visible.map(({ poll, status }) => ({ id: poll, status }));
    showWaiting(all);
    guard.look();
  }

  /**
   * What is on the page stays in its place, since a finger may be on its way to it, and a poll that
   * opens comes below. Those that closed before the viewer's eyes stay until one opens while no
   * other is open; when there is nothing else, the poll that was on last.
   */
  function choose(all) {
    const running = all.filter(({ status }) => status === 'open' || status === 'closing');
    const isShown = ({ poll }) => shown.some(({ id }) => id === poll);
    const isAnswering = running.some(isShown);
    const news = running.filter((poll) => !isShown(poll));
    if (isAnswering) news.reverse();
    const closed = all.filter((poll) => poll.status === 'closed' && isShown(poll)).slice(0, MOST_CLOSED);
    const staying = [...running, ...(isAnswering || news.length === 0 ? closed : [])];
    const kept = shown.map(({ id }) => staying.find(({ poll }) => poll === id)).filter(Boolean);
    const visible = [...kept, ...news];
    const last = all.find(({ status }) => status === 'closed');
    return visible.length > 0 || !last ? visible : [last];
  }

  function showPoll(poll) {
    const id = poll.poll;
    const card = cards.get(id);
    if (card) card.update(poll);
    else cards.set(id, new ViewerPoll(poll, { timeNow: () => viewer.timeFor(id), onCast: (options) => viewer.vote(id, options) }));
  }

  function tell(visible) {
    for (const { poll, status, question } of visible) {
      const before = shown.find(({ id }) => id === poll)?.status;
      if (before === status) continue;
      if (status === 'open') {
        announce(t('tell.opened', { question }));
        if (isBelow(cards.get(poll).element)) hint(t('viewer.below'));
      }
      if (status === 'closed' && before) announce(t('viewer.closed', { question }));
    }
  }

  // It comes below what is there, which on a phone may be out of sight.
  function isBelow(element) {
    return element.getBoundingClientRect().top > byId('reaction-bar').getBoundingClientRect().top - 48;
  }

  function showWaiting(all) {
    const running = all.some(({ status }) => status === 'open' || status === 'closing');
    const next = all.filter(({ status }) => status === 'scheduled').at(-1);
    byId('waiting').hidden = running || byId('connection').dataset.connection === 'refused';
    byId('waiting').classList.toggle('brief', shown.length > 0);
    byId('main').classList.toggle('asking', shown.length > 0);
    setText(byId('waiting-title'), next ? t('viewer.next', { time: minutes(Date.parse(next.opensAt) - viewer.timeFor(next.poll)) }) : t('viewer.waiting'));
  }
}
