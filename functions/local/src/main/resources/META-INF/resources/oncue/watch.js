// The demo's page: a video with polls on it, each on the frames it is meant for.

import { readAddress, restartOnNewFragment } from './address.js';
import { showAudience } from './audience.js';
import { showConnection } from './connection.js';
import { announce, byId, notice, setText } from './dom.js';
import { tellStanding, viewerTokens } from './guest.js';
import { hint } from './hint.js';
import { connect } from './sdk/oncue-viewer.js';
import { TapGuard } from './tap-guard.js';
import { t } from './texts.js';
import { play } from './video.js';
import { ViewerPoll } from './viewer-poll.js';

const TICK_MILLIS = 250;
const MOST_PAST = 3;

const { stream, token } = readAddress();
const src = new URLSearchParams(location.search).get('src');
restartOnNewFragment();
if (stream && src) start();
else notice(t('watch.no-stream'));

function start() {
  const tokens = viewerTokens(stream, token);
  const cards = new Map();
  const guard = new TapGuard(byId('main'), '.option, .ballot-foot .button', () => hint(t('tap.moved')));
  const viewer = connect({
    stream, tokens, ...play(byId('video'), src, byId('video-state')),
    onShow: show, onHide: hide, onChange: update,
    onConnection: (status, problem) => {
      showConnection(status);
      tellStanding(status, problem);
    },
    onError: ({ code, detail }) => console.info(`${code}: ${detail}`),
    onViewers: showAudience,
  });
  tokens.onNewViewer = () => viewer.forgetBallots();
  document.title = `${stream} · Oncue`;
  setText(byId('stream'), stream);
  showFullScreen();
  setInterval(() => {
    viewer.polls().forEach(update);
    guard.look();
  }, TICK_MILLIS);

  // The video's own full screen would leave the overlay behind.
  function showFullScreen() {
    const button = byId('full-screen');
    // Safari has it without a prefix from 16.4 on; where it is not there, neither is the button.
    /* eslint-disable compat/compat */
    button.hidden = !document.fullscreenEnabled;
    button.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : byId('picture').requestFullscreen());
    document.onfullscreenchange = () => setText(button, t(document.fullscreenElement ? 'watch.leave-full-screen' : 'watch.full-screen'));
    /* eslint-enable compat/compat */
  }

  function show(poll) {
    // The last one is where no other was: above the others on the picture, and below them where it is small.
    const overlay = byId('overlay');
    overlay.append(card(poll).element);
    // A poll that is taller than the picture begins with its question. Scrolling starts at the lower end there.
    overlay.scrollTop = -overlay.scrollHeight;
    guard.look();
    announce(t('tell.opened', { question: poll.question }));
  }

  // What becomes of the vote, and of the poll, is still to be told: below the video.
  function hide(poll) {
    const { element } = card(poll);
    // After a seek back to before it, it has not been on yet.
    if (poll.status === 'scheduled') element.remove();
    else byId('past').prepend(element);
    while (byId('past').children.length > MOST_PAST) byId('past').lastElementChild.remove();
    guard.look();
    if (poll.status === 'scheduled') return;
    announce(t('watch.over', { question: poll.question }));
  }

  function update(poll) {
    cards.get(poll.poll)?.update(poll);
  }

  function card(poll) {
    const id = poll.poll;
    if (cards.has(id)) update(poll);
    else cards.set(id, new ViewerPoll(poll, { timeNow: () => viewer.timeFor(id) ?? viewer.now(), onCast: (options) => viewer.vote(id, options) }));
    return cards.get(id);
  }
}
