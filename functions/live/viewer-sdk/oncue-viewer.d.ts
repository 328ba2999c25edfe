/**
 * The viewer's side of Oncue: polls over live video, on the frame they are meant for.
 * All instants are ms since the epoch where they are numbers, RFC 3339 where they are text.
 */

/** Connects a viewer to a stream. Throws a TypeError for options that cannot work. */
export function connect(options: ConnectOptions): Viewer;

export interface Media {
  /** The element that is played in. Without `hls` or `mpegts`: the browser's own HLS (Safari). */
  video?: HTMLVideoElement;
  /** The hls.js player (1.4 or later): program dates; cues from date ranges, ID3, emsg and SEI. */
  hls?: PlayerEvents;
  /** The mpegts.js player: cues from timed ID3, and from SEI with its version 1.8.1 or later. */
  mpegts?: PlayerEvents;
  /** How far the picture is behind, in ms, where the stream tells no time: plain server time minus this. */
  latency?: number;
}

/** What hls.js and mpegts.js have in common. */
export interface PlayerEvents {
  on(event: any, listener: (...values: any[]) => void): unknown;
  off(event: any, listener: (...values: any[]) => void): unknown;
}

export interface ConnectOptions extends Media {
  /**
   * Where the engine is, as `https://live.example`, which may have a path; absent: the engine that serves this
   * module, or the page's origin where it is part of another bundle. One for each function on Knative.
   */
  origin?: string | { live: string; vote?: string; reaction?: string };
  stream: string;
  /** A viewer's token, or a function that gives one; it is asked again, once, when one is refused. */
  token?: string | (() => string | Promise<string>);
  /** The overlay of this poll is on from this frame on. */
  onShow?(poll: PollView): void;
  /** Its overlay is off from this frame on. */
  onHide?(poll: PollView): void;
  /** Something about a poll is different: its status, result, ballot, or what became of the vote. */
  onChange?(poll: PollView): void;
  onConnection?(status: Connection, problem?: Problem | null): void;
  /**
   * Broken cues, media time that cannot be right (`media-time-...`, its `body.source` says whose; told once and
   * not again within a minute), and a connection that is refused. What becomes of a vote is in its view.
   */
  onError?(problem: Problem): void;
  onViewers?(viewers: number): void;
  /** All reactions so far, and what came in since the last call. */
  onReactions?(totals: Map<string, number>, recent: Record<string, number>): void;
}

/**
 * `live`: events come. `polling`: none does, as behind a proxy that holds them back, and the state is asked for
 * every few seconds; all else goes on. `refused`: the token is not good for this stream; nothing more comes.
 * All others pass.
 */
export type Connection = 'connecting' | 'live' | 'polling' | 'reconnecting' | 'refused';

/** In the order of trust. `server-clock`: no other; the polls' own least latency is taken off. */
export type TimeSource = 'program-dates' | 'cue' | 'latency' | 'server-clock';

export interface Viewer {
  /** Casts a vote, with the media time of this moment. Queued while offline, sent until it is answered, counted once. */
  vote(poll: string, options: string | readonly string[]): void;
  /** Sends an emoji; rejects with a Problem. */
  react(emoji: string): Promise<void>;
  /** One poll as this viewer may see it; undefined: there is none of that name. */
  view(poll: string): PollView | undefined;
  /** All of them, the one that opened last first. */
  polls(): PollView[];
  /** What the viewer sees; undefined while nobody knows. */
  mediaTime(): number | undefined;
  /** Where it is from now: the first source that is there and can be right. */
  readonly timeSource: TimeSource;
  /** The time that decides for a poll: `mediaTime()`, or the server's clock where there is no picture to ask. */
  timeFor(poll: string): number | undefined;
  /** The server's clock. */
  now(): number;
  /** Another source of media time from now on. */
  attach(media: Media): void;
  /** The next token is another viewer's. */
  forgetBallots(): void;
  /** Ends all of it, for good. */
  close(): void;
}

/** A poll as this viewer may see it. Frozen; a new one for each change. */
export interface PollView {
  readonly stream: string;
  readonly poll: string;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly opensAt: string;
  readonly closesAt?: string;
  readonly closedAt?: string;
  readonly maxOptions: number;
  readonly revote: boolean;
  readonly latency?: { readonly min: string; readonly max: string };
  /** By the time the viewer sees. `closing`: the window is over, the result is not there yet. */
  readonly status: 'scheduled' | 'open' | 'closing' | 'closed';
  /** Whether its overlay is on. */
  readonly visible: boolean;
  /** Whether a vote would be taken now; being offline is no reason why not. */
  readonly canVote: boolean;
  /** This viewer's ballot as the server has it. */
  readonly ballot?: { readonly options: readonly string[]; readonly receipt?: string };
  /** What became of the last vote that was cast here. */
  readonly vote: VoteState;
  /** Absent while it is hidden. */
  readonly result?: Result;
}

/**
 * `queued`: offline, it will be sent. `retrying`: no answer yet, it is sent again. `accepted`, `changed`:
 * it counts, with its receipt. `refused`: it does not count, and `error` says why; with `already-voted`
 * the earlier one stands, with `poll-closed` it came too late.
 */
export interface VoteState {
  readonly state: 'idle' | 'queued' | 'sending' | 'retrying' | 'accepted' | 'changed' | 'refused';
  readonly options: readonly string[];
  readonly receipt?: string;
  readonly error?: Problem;
}

export interface Result {
  readonly counts: Readonly<Record<string, number>>;
  readonly ballots: number;
  readonly final: boolean;
  readonly certified: boolean;
  readonly asOf: string;
}

/** All that can go wrong, by name: the server's codes, and those that are found here. */
export const ErrorCode: Readonly<{
  MALFORMED: 'malformed';
  UNAUTHORIZED: 'unauthorized';
  FORBIDDEN: 'forbidden';
  UNKNOWN_POLL: 'unknown-poll';
  UNKNOWN_STREAM: 'unknown-stream';
  POLL_NOT_OPEN: 'poll-not-open';
  POLL_CLOSED: 'poll-closed';
  ALREADY_VOTED: 'already-voted';
  POLL_EXISTS: 'poll-exists';
  TOO_LARGE: 'too-large';
  UNKNOWN_OPTION: 'unknown-option';
  TOO_MANY_OPTIONS: 'too-many-options';
  RATE_LIMITED: 'rate-limited';
  OVERLOADED: 'overloaded';
  GRID_UNAVAILABLE: 'grid-unavailable';
  /** The network is away, or the answer was too slow. */
  NO_ANSWER: 'no-answer';
  /** Something answered, but not the engine: a hotspot's login page, say. */
  BAD_ANSWER: 'bad-answer';
  /** The function for the token gave none. */
  NO_TOKEN: 'no-token';
  /** A cue in the stream breaks the rules, and is passed over. */
  BAD_CUE: 'bad-cue';
  /** A media time that is no instant: a date that cannot be read, a `latency` that is no number. */
  MEDIA_TIME_INVALID: 'media-time-invalid';
  /** It is ahead of the server's clock: dates without a time zone, or a clock that was never set. */
  MEDIA_TIME_AHEAD: 'media-time-ahead';
  /** The newest frame of a live stream is more than ten minutes behind the server's clock. */
  MEDIA_TIME_BEHIND: 'media-time-behind';
  /** It went back while the picture went on. What was before goes on, until the new has been steady for a minute. */
  MEDIA_TIME_JUMPED: 'media-time-jumped';
  /** It stands still while the picture goes on. */
  MEDIA_TIME_STILL: 'media-time-still';
  /** A code that this SDK does not know; `body.type` has it. */
  UNEXPECTED: 'unexpected';
}>;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

export class Problem extends Error {
  readonly code: ErrorCode;
  /** The HTTP status; 0: there was no answer. */
  readonly status: number;
  /** In words, for people. */
  readonly detail: string;
  /** How long the server asks to wait, at most five minutes. */
  readonly retryAfterMillis: number | null;
  /** The whole problem: some codes carry more, as `already-voted` its `options`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the same request may succeed a little later. */
  readonly isPassing: boolean;
}

/**
 * The server's clock on the device's monotonic one: what the device believes the time is does not
 * matter, and how much its clock drifts is measured.
 */
export class ServerClock {
  /**
   * @param options.ask resolves to the answer of GET /time
   * @param options.monotonic a clock in ms that never jumps; default: performance.now
   * @param options.wall the device's clock, to notice that `monotonic` stood still; default: Date.now, beside performance.now
   * @param options.onSync called after each sync that a doubt has caused
   */
  constructor(options: {
    ask(): Promise<{ receivedAt: number; sentAt: number }>; monotonic?(): number; wall?(): number; onSync?(): void;
  });
  now(): number;
  /** Syncs now, every few minutes, and at each sign of a gap, until it is closed. */
  start(): void;
  /** There is a sign that the device slept: syncs anew. */
  doubt(): void;
  /** Whether the server was heard, and nothing since then says that this clock stood still. */
  readonly isSure: boolean;
  /** Whether it may be minutes behind and the server is being asked; for five seconds at most. */
  readonly isHeld: boolean;
  /** Syncs once. */
  sync(): Promise<void>;
  close(): void;
}
