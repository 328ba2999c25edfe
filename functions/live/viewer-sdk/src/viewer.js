// What a page has to do with: one viewer of one stream.

import { OncueClient, bearer } from './client.js';
import { ServerClock } from './clock.js';
import { LiveStream } from './live-stream.js';
import { Playhead, hlsSource, mpegtsSource, nativeSource } from './media.js';
import { MediaTimeChoice } from './media-time.js';
import { dueAt, durationMillis, endsAt, statusAt } from './poll-book.js';
import { CueScheduler } from './scheduler.js';
import { Votes } from './votes.js';

const TICK_MILLIS = 250;
const IDLE = Object.freeze({ state: 'idle', options: [] });

/** Connects a viewer to a stream: see README.md for the options. */
export const connect = (options) => new Viewer(options);

class Viewer {
  #on;
  #client;
  #clock;
  #live;
  #votes;
  #scheduler;
  #playhead = null;
  #source = null;
  #latency;
  #choice;
  #views = new Map();
  #ticker;
  #closed = new AbortController();

  constructor({ origin, stream, token, tokens = bearer(token), video, hls, mpegts, latency, ...on }) {
    if (typeof stream !== 'string' || !stream) throw new TypeError('connect: `stream` must be a name');
    this.#on = on;
    this.#client = new OncueClient({ origin, stream, tokens });
    this.#clock = new ServerClock({ ask: () => this.#client.time(), onSync: () => this.#refresh() });
    this.#choice = new MediaTimeChoice({ onError: (error) => this.#emit('onError', error) });
    this.#scheduler = new CueScheduler({
      onShow: (poll) => this.#tell('onShow', poll),
      onHide: (poll) => this.#tell('onHide', poll),
    });
    this.#votes = new Votes({
      send: (poll, options, mediaTime) => this.#send(poll, options, mediaTime),
      isEarly: (poll) => this.view(poll)?.status === 'open',
      onChange: () => this.#refresh(),
    });
    this.#live = new LiveStream({
      client: this.#client, clock: this.#clock,
      onConnection: (status, error) => this.#connection(status, error),
      onChange: (what, recent) => this.#changed(what, recent),
    });
    this.attach({ video, hls, mpegts, latency });
    this.#clock.start();
    this.#live.start();
    // Media events and frames are faster; this is for what has none, and for results that are due.
    this.#ticker = setInterval(() => {
      this.#live.tick();
      this.#refresh();
    }, TICK_MILLIS);
    globalThis.document?.addEventListener('visibilitychange', () => this.#refresh(), { signal: this.#closed.signal });
    globalThis.addEventListener?.('online', () => this.#votes.wake(), { signal: this.#closed.signal });
  }

  /** Another source of media time from now on. */
  attach({ video, hls, mpegts, latency }) {
    this.#detach();
    this.#latency = latency;
    video ??= hls?.media;
    if ((hls || mpegts) && !video) throw new TypeError('connect: `video` must be the element that is played in');
    if (!video) return;
    this.#playhead = new Playhead(video, () => this.#showAndHide());
    const given = {
      playhead: this.#playhead,
      onCue: (cue) => this.#cue(cue),
      onReset: () => this.#scheduler.forgetCues(),
      onError: (error) => this.#emit('onError', error),
    };
    if (hls) this.#source = hlsSource(hls, given);
    else if (mpegts) this.#source = mpegtsSource(mpegts, given);
    else this.#source = nativeSource(video, given);
  }

  /** The server's clock, in ms. */
  now() {
    return this.#clock.now();
  }

  /** What the viewer sees, in ms of media time; undefined while nobody knows. */
  mediaTime() {
    return this.#time()?.at;
  }

  /** Where the media time is from: `program-dates`, `cue`, `latency`, or `server-clock` where none of them can be right. */
  get timeSource() {
    return this.#time()?.source ?? 'server-clock';
  }

  /** All polls as this viewer may see them, the one that opened last first. */
  polls() {
    return this.#live.book.all().map(({ poll }) => this.view(poll));
  }

  /** One poll as this viewer may see it. */
  view(id) {
    const poll = this.#live.book.get(id);
    if (!poll) return undefined;
    const { ballot } = poll;
    const time = this.timeFor(id) ?? -Infinity;
    const held = this.#isHeld() ? this.#views.get(id) : undefined;
    const status = held?.view.status ?? statusAt(poll, time);
    // Without a latency the server's window is the only one.
    const isTaken = Boolean(poll.latency) || this.now() < dueAt(poll);
    return Object.freeze({
      ...poll, status, visible: this.#scheduler.isShown(id),
      canVote: status === 'open' && isTaken && (poll.revote || !ballot),
      vote: this.#votes.get(id) ?? IDLE,
    });
  }

  /** The time that decides for a poll: the picture's, or what the server's clock makes of it where there is none. */
  timeFor(id) {
    if (this.#playhead && !this.#playhead.isOn) return undefined;
    return this.mediaTime() ?? this.now() - durationMillis(this.#live.book.get(id)?.latency?.min);
  }

  /** Casts or queues a vote; what becomes of it is in the view's `vote`. */
  vote(poll, options) {
    if (!this.#live.book.get(poll)) throw new TypeError(`vote: there is no poll ${poll}`);
    this.#votes.cast(poll, [options].flat(), this.mediaTime());
  }

  /** Sends an emoji; rejects with a Problem. */
  react(emoji) {
    return this.#client.react(emoji);
  }

  /** The next token is another viewer's: what the one before voted is not theirs. */
  forgetBallots() {
    this.#votes.forget();
    this.#live.book.forgetBallots();
    this.#refresh();
  }

  close() {
    this.#closed.abort();
    clearInterval(this.#ticker);
    this.#detach();
    this.#votes.close();
    this.#live.close();
    this.#clock.close();
  }

  #time() {
    if (this.#playhead && !this.#playhead.isOn) return undefined;
    const now = this.#clock.isSure ? this.now() : undefined;
    const times = this.#source?.times(now) ?? [];
    const latency = this.#latency ?? undefined;
    if (latency !== undefined) times.push({ source: 'latency', at: latency >= 0 ? this.now() - latency : NaN });
    return this.#choice.choose(times, now);
  }

  // The clock may have stood still: what hangs on it waits until the server was asked.
  #isHeld() {
    return this.#clock.isHeld && !['program-dates', 'cue'].includes(this.timeSource);
  }

  #detach() {
    this.#source?.close();
    this.#playhead?.close();
    this.#source = this.#playhead = null;
    this.#scheduler.forgetCues();
  }

  async #send(id, options, mediaTime) {
    const poll = this.#live.book.get(id);
    const at = poll?.latency ? mediaTime : undefined;
    try {
      return this.#counted(id, await this.#client.cast(id, options, at));
    } catch (problem) {
      // It waited too long on its way, but the poll is still open before the viewer's eyes.
      const now = this.mediaTime();
      if (problem.code === 'poll-closed' && at !== undefined && now > at && this.view(id)?.status === 'open') {
        return this.#counted(id, await this.#client.cast(id, options, now));
      }
      if (problem.code === 'already-voted') this.#live.setBallot(id, { options: problem.body.options ?? [] });
      // This client was wrong about the poll; the server is right.
      else if ([404, 409].includes(problem.status)) this.#live.refresh(id);
      throw problem;
    }
  }

  #counted(id, answer) {
    if (answer?.receipt) this.#live.setBallot(id, { options: answer.options, receipt: answer.receipt });
    return answer;
  }

  // It may come before the poll it names: the feed will tell of that.
  #cue(cue) {
    if (cue.stream === this.#client.stream && this.#scheduler.add(cue)) this.#showAndHide();
  }

  #connection(status, error) {
    if (status === 'live' || status === 'polling') this.#votes.wake();
    this.#emit('onConnection', status, error);
    if (status === 'refused') this.#emit('onError', error);
  }

  #changed(what, recent) {
    if (what === 'viewers') return this.#emit('onViewers', this.#live.viewers);
    if (what === 'reactions') return this.#emit('onReactions', this.#live.reactions, recent);
    this.#refresh();
  }

  #showAndHide() {
    if (this.#isHeld()) return;
    const book = this.#live.book;
    this.#scheduler.update((id) => (book.get(id) ? this.timeFor(id) : undefined));
  }

  #refresh() {
    if (this.#closed.signal.aborted) return;
    for (const poll of this.#live.book.all()) this.#scheduler.window(poll.poll, Date.parse(poll.opensAt), endsAt(poll));
    if (this.#isHeld()) return;
    this.#showAndHide();
    for (const poll of this.#live.book.all()) {
      const view = this.view(poll.poll);
      const parts = [poll, this.#votes.get(poll.poll), view.status, view.visible, view.canVote];
      const before = this.#views.get(poll.poll);
      this.#views.set(poll.poll, { view, parts });
      if (!before || parts.some((part, i) => part !== before.parts[i])) this.#emit('onChange', view);
    }
  }

  #tell(event, poll) {
    const view = this.view(poll);
    if (view) this.#emit(event, view);
  }

  // What a page's own code throws is the page's to see, and stops nothing here.
  #emit(event, ...values) {
    try {
      this.#on[event]?.(...values);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
