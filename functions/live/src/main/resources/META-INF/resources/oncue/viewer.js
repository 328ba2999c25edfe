// The viewer's page: it waits, shows what is open, casts the ballot, and shows the result.

import { readAddress, restartOnNewFragment } from './address.js';
import { ServerClock } from './clock.js';
import { showConnection } from './connection.js';
import { announce, byId, notice, setText } from './dom.js';
import { LiveStream } from './live-stream.js';
import { OncueClient, guestTicket } from './oncue-client.js';
import { statusAt } from './poll-book.js';
import { Problem } from './problem.js';
import { ReactionBar } from './reaction-bar.js';
import { count, minutes, plural } from './text.js';
import { Tokens } from './tokens.js';
import { ViewerPoll } from './viewer-poll.js';

const TICK_MILLIS = 250;
const NO_GUESTS = 'You need a ticket to take part. Open this page with the link you were given, which ends in #token=…';
const BAD_TICKET = 'Your ticket is not valid, or not any more. Open this page again with a new link.';

const { stream, token } = readAddress();
restartOnNewFragment();
if (stream) start();
else notice('Which stream? Open this page as viewer.html?stream=NAME.');

function start() {
  const tokens = new Tokens({ key: `oncue.viewer.${stream}`, given: token, fetchGuest });
  const client = new OncueClient({ stream, tokens });
  const clock = new ServerClock();
  const cards = new Map();
  const reactionBar = new ReactionBar({
    container: byId('reactions'), note: byId('reaction-note'), onReact: (emoji) => client.react(emoji),
  });
  const live = new LiveStream({
    client, clock,
    onConnection: showStanding,
    onChange: (what, recent) => {
      if (what === 'polls') showPolls();
      if (what === 'viewers') showViewers();
      if (what === 'reactions') reactionBar.update(live.reactions, recent);
    },
  });
  // The polls on the page with their status, as of the last change.
  let shown = [];

  tokens.onNewViewer = () => {
    live.book.forgetBallots();
    cards.clear();
  };
  document.title = `${stream} · Oncue`;
  setText(byId('stream'), stream);
  clock.start();
  live.start();
  setInterval(() => {
    live.tick();
    showPolls();
  }, TICK_MILLIS);

  async function cast(poll, options) {
    try {
      const answer = await client.cast(poll, options);
      live.setBallot(poll, { options: answer.options, receipt: answer.receipt });
      return answer;
    } catch (problem) {
      if (problem.code === 'already-voted') live.setBallot(poll, { options: problem.body.options ?? [] });
      // The page was wrong about this poll; the server is right.
      else if (problem.status === 404 || problem.status === 409) live.refresh(poll);
      throw problem;
    }
  }

  function showStanding(status, problem) {
    showConnection(status);
    byId('reaction-bar').hidden = status === 'refused';
    if (problem?.code === 'no-guests') notice(NO_GUESTS);
    else if (problem?.status === 401) notice(BAD_TICKET);
    else if (status === 'refused') notice(problem.detail);
    else notice('');
  }

  function showPolls() {
    const now = clock.now();
    const all = live.book.all().map((poll) => ({ poll, status: statusAt(poll, now) }));
    const visible = choose(all);
    for (const { poll } of visible) showPoll(poll);
    const elements = visible.map(({ poll }) => cards.get(poll.poll).element);
    const section = byId('polls');
    if (elements.length !== section.children.length || elements.some((element, i) => section.children[i] !== element)) {
      section.replaceChildren(...elements);
    }
    tell(visible);
    shown = visible.map(({ poll, status }) => ({ id: poll.poll, status }));
    showWaiting(all, now);
  }

  /**
   * Open polls; those that were closed before the viewer's eyes, until a newer one opens; and when
   * there is nothing else, the poll that was on last.
   */
  function choose(all) {
    const running = all.filter(({ status }) => status === 'open' || status === 'closing');
    const isNews = running.some(({ poll }) => !shown.some(({ id }) => id === poll.poll));
    const kept = all.filter(({ poll, status }) => status === 'closed' && !isNews && shown.some(({ id }) => id === poll.poll));
    const visible = [...running, ...kept];
    const last = all.find(({ status }) => status === 'closed');
    return visible.length > 0 || !last ? visible : [last];
  }

  function showPoll(poll) {
    const card = cards.get(poll.poll);
    if (!card) cards.set(poll.poll, new ViewerPoll(poll, { clock, onCast: cast }));
    else card.update(poll);
  }

  function tell(visible) {
    for (const { poll, status } of visible) {
      const before = shown.find(({ id }) => id === poll.poll)?.status;
      if (before === status) continue;
      if (status === 'open') announce(`Poll open: ${poll.question}`);
      if (status === 'closed' && before) announce(`Poll closed: ${poll.question}`);
    }
  }

  function showWaiting(all, now) {
    const running = all.some(({ status }) => status === 'open' || status === 'closing');
    const next = all.filter(({ status }) => status === 'scheduled').at(-1);
    byId('waiting').hidden = running || byId('connection').dataset.connection === 'refused';
    byId('waiting').classList.toggle('brief', shown.length > 0);
    setText(byId('waiting-title'), next ? `Next poll in ${minutes(Date.parse(next.poll.opensAt) - now)}` : 'Waiting for the next poll');
    setText(byId('waiting-text'), 'Stay on this page. It opens here by itself.');
  }

  function showViewers() {
    byId('audience').hidden = live.viewers === null;
    setText(byId('viewers'), count(live.viewers));
    setText(byId('viewers-word'), plural(live.viewers, 'viewer'));
  }
}

async function fetchGuest() {
  try {
    return await guestTicket(stream);
  } catch (problem) {
    // Only the local engine gives tickets to anybody; elsewhere the platform does.
    if ([401, 403, 404, 405].includes(problem.status)) throw new Problem({ status: problem.status, code: 'no-guests' });
    throw problem;
  }
}
