// An engine of one stream behind `fetch`, and a network that can be cut.

import { durationMillis } from '../src/poll-book.js';

const OPTIONS = [{ id: 'red', text: 'Red' }, { id: 'blue', text: 'Blue' }];
const encoder = new TextEncoder();

export class Engine {
  polls = new Map();
  ballots = new Map();
  votes = [];
  isCut = false;
  isForgetful = false;
  /** As a proxy that answers a feed and keeps what is in it. */
  isHeldBack = false;
  asked = [];
  #feeds = new Set();
  #epoch = 0;

  constructor(now) {
    this.now = now;
  }

  poll(fields) {
    const poll = {
      stream: 'show-42', poll: 'q1', question: 'Which colour?', options: OPTIONS, status: 'open', opensAt: instant(this.now() - 1000),
      grace: 'PT0S', maxOptions: 1, revote: false, results: 'live', ...fields,
    };
    this.polls.set(poll.poll, poll);
    return poll;
  }

  tell(name, data) {
    const frame = encoder.encode(`id: e-${++this.#epoch}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.isHeldBack) return;
    for (const feed of this.#feeds) feed.enqueue(frame);
  }

  cut() {
    this.isCut = true;
    for (const feed of this.#feeds) feed.error(new TypeError('network error'));
    this.#feeds.clear();
  }

  fetch = async (address, { method, body, headers, signal }) => {
    const { pathname } = new URL(address);
    this.asked.push(`${method} ${pathname}`);
    if (this.isCut) throw new TypeError('Failed to fetch');
    if (pathname === '/time') return answer(200, { receivedAt: this.now(), sentAt: this.now() });
    if (pathname === '/vote') return this.#vote(JSON.parse(body));
    if (pathname.endsWith('/state')) return answer(200, this.#state());
    if (pathname.endsWith('/feed')) return this.#feed(headers['Last-Event-ID'], signal);
    const poll = this.polls.get(pathname.split('/').pop());
    return poll ? answer(200, poll) : problem(404, 'unknown-poll');
  };

  #state() {
    const polls = [...this.polls.values()].map((poll) => ({ ...poll, ballot: this.ballots.get(poll.poll) }));
    return { now: instant(this.now()), stream: 'show-42', cursor: `e-${this.#epoch}`, viewers: 1, polls, reactions: {} };
  }

  #feed(cursor, signal) {
    let feed;
    const body = new ReadableStream({ start: (controller) => (feed = controller) });
    this.#feeds.add(feed);
    signal.addEventListener('abort', () => this.#feeds.delete(feed) && feed.error(new Error('aborted')));
    const opening = cursor ? ':\n\n' : `id: e-${this.#epoch}\nevent: state\ndata: ${JSON.stringify(this.#state())}\n\n`;
    if (!this.isHeldBack) feed.enqueue(encoder.encode(opening));
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream;charset=UTF-8' } });
  }

  #vote(vote) {
    this.votes.push(vote);
    const poll = this.polls.get(vote.poll);
    const before = this.ballots.get(vote.poll);
    const isSame = before && String(before.options) === String(vote.options);
    const isStale = poll.latency && Date.parse(vote.mediaTime) < this.now() - durationMillis(poll.latency.max) - 1000;
    if (!isSame && (poll.status === 'closed' || isStale)) return problem(409, 'poll-closed');
    if (!isSame && before && !poll.revote) return problem(409, 'already-voted', { options: before.options });
    const ballot = isSame ? before : { options: vote.options, receipt: `r-${this.votes.length}` };
    this.ballots.set(vote.poll, ballot);
    if (this.isForgetful) throw new TypeError('the answer is lost');
    return answer(200, { outcome: before && !isSame ? 'changed' : 'accepted', ...ballot });
  }
}

export const instant = (millis) => new Date(millis).toISOString();
const answer = (status, body) => new Response(JSON.stringify(body), { status });
const problem = (status, code, more) => answer(status, { type: `urn:oncue:problem:${code}`, detail: code, ...more });
