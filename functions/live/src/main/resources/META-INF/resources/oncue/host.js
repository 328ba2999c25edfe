// The host page: compose a poll, open it, watch it, close it.

import { readAddress, restartOnNewFragment } from './address.js';
import { Compose } from './compose.js';
import { showConnection } from './connection.js';
import { announce, byId, notice, setText } from './dom.js';
import { HostPoll } from './host-poll.js';
import { OncueClient } from './oncue-client.js';
import { LiveStream, ServerClock, statusAt } from './sdk/oncue-viewer.js';
import { count, plural } from './text.js';
import { Ticker } from './ticker.js';
import { Tokens } from './tokens.js';

const TICK_MILLIS = 250;
const RECENT_POLLS = 10;
const NO_TOKEN = 'This page needs the token of a producer or a host. Open it as host.html#stream=NAME&token=TOKEN.';
const BAD_TOKEN = 'The token is not valid, or not any more. Open this page again with a new one: #stream=NAME&token=TOKEN.';

const { stream, token } = readAddress();
restartOnNewFragment();
if (stream) start();
else notice('Which stream? Open this page as host.html#stream=NAME&token=TOKEN.');

function start() {
  const tokens = new Tokens({ key: `oncue.host.${stream}`, given: token });
  const client = new OncueClient({ stream, tokens });
  const clock = new ServerClock({ ask: () => client.time() });
  const cards = new Map();
  const told = new Map();
  const ticker = new Ticker(byId('reactions'));
  const produces = tokens.claims().groups?.includes('producer') ?? false;

  const compose = new Compose(byId('compose'), { onOpen: openPoll });
  const live = new LiveStream({
    client, clock,
    onConnection: showStanding,
    onChange: (what, recent) => {
      if (what === 'polls') showPolls();
      if (what === 'viewers') showViewers();
      if (what === 'reactions') showReactions(recent);
    },
  });

  document.title = `${stream} · Host · Oncue`;
  setText(byId('stream'), stream);
  byId('viewer-link').href = `viewer.html?${new URLSearchParams({ stream })}`;
  byId('viewer-link').hidden = false;
  byId('compose').hidden = !produces;
  clock.start();
  live.start();
  setInterval(() => {
    live.tick();
    showPolls();
  }, TICK_MILLIS);

  async function openPoll(draft) {
    const poll = await client.openPoll(draft);
    live.merge(poll);
    cards.get(poll.poll)?.element.scrollIntoView({ block: 'nearest' });
  }

  async function closePoll(id) {
    live.merge(await client.closePoll(id));
  }

  function showStanding(status, problem) {
    showConnection(status);
    if (problem?.code === 'no-token') notice(NO_TOKEN);
    else if (problem?.status === 401) notice(BAD_TOKEN);
    else if (status === 'refused') notice(problem.detail);
    else notice('');
  }

  function showPolls() {
    const now = clock.now();
    const polls = live.book.all();
    const running = polls.filter((poll) => statusAt(poll, now) !== 'closed');
    const closed = polls.filter((poll) => statusAt(poll, now) === 'closed').slice(0, RECENT_POLLS);
    for (const poll of [...running, ...closed]) showPoll(poll);
    for (const id of cards.keys()) if (!live.book.get(id)) cards.delete(id);
    place(byId('live-polls'), running);
    place(byId('recent-polls'), closed);
    byId('live-empty').hidden = running.length > 0;
    byId('recent-empty').hidden = closed.length > 0;
  }

  function showPoll(poll) {
    const card = cards.get(poll.poll);
    if (!card) {
      cards.set(poll.poll, new HostPoll(poll, { clock, mayClose: produces, onClose: closePoll, onAgain: (again) => compose.fill(again) }));
    } else if (card.poll !== poll) {
      card.update(poll);
    } else {
      card.tick();
    }
    tell(cards.get(poll.poll), poll);
  }

  // What is on the page when it loads is no news; what changes afterwards is.
  function tell(card, poll) {
    const { status } = card;
    const before = told.get(poll.poll);
    if (before !== undefined && before !== status) {
      if (status === 'open') announce(`Poll open: ${poll.question}`);
      if (status === 'closed') announce(`Poll closed: ${poll.question}. ${summary(poll)}`);
    }
    told.set(poll.poll, status);
  }

  function place(section, polls) {
    const elements = polls.map((poll) => cards.get(poll.poll).element);
    const same = elements.length === section.children.length && elements.every((element, i) => section.children[i] === element);
    if (!same) section.replaceChildren(...elements);
  }

  function showViewers() {
    setText(byId('viewers'), count(live.viewers));
    setText(byId('viewers-word'), plural(live.viewers, 'viewer'));
  }

  function showReactions(recent) {
    ticker.update(live.reactions, recent);
    byId('reactions-empty').hidden = live.reactions.size > 0;
  }
}

function summary({ options, result }) {
  if (!result) return '';
  return options.map((option) => `${option.text}: ${count(result.counts[option.id] ?? 0)}`).join(', ');
}
