// What went wrong: the server's application/problem+json, no answer at all, a cue that is none, or a
// media time that cannot be.

const CODES = [
  'malformed', 'unauthorized', 'forbidden', 'unknown-poll', 'unknown-stream', 'poll-not-open', 'poll-closed',
  'already-voted', 'poll-exists', 'too-large', 'unknown-option', 'too-many-options', 'rate-limited',
  'overloaded', 'grid-unavailable', 'no-answer', 'bad-answer', 'no-token', 'bad-cue',
  'media-time-invalid', 'media-time-ahead', 'media-time-behind', 'media-time-jumped', 'media-time-still', 'unexpected',
];
const PASSING = [0, 408, 429, 502, 503, 504];
// Also below what setTimeout can hold, which beyond 24 days fires at once.
const MOST_RETRY_AFTER_SECONDS = 300;

/** All codes by name: NO_ANSWER is `no-answer`. */
export const ErrorCode = Object.freeze(
  Object.fromEntries(CODES.map((code) => [code.toUpperCase().replaceAll('-', '_'), code])));

export class Problem extends Error {
  constructor({ status = 0, code, detail, retryAfterMillis = null, body = {} }) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail || '';
    this.retryAfterMillis = retryAfterMillis;
    this.body = body;
  }

  /** No answer: the request may or may not have had its effect. */
  static noAnswer() {
    return new Problem({ code: 'no-answer', detail: 'The server does not answer.' });
  }

  static async of(response) {
    const body = (await response.json().catch(() => null)) ?? {};
    const code = String(body.type ?? '').split(':').pop();
    const seconds = Number.parseFloat(response.headers.get('Retry-After'));
    return new Problem({
      status: response.status,
      code: CODES.includes(code) ? code : 'unexpected',
      detail: body.detail || body.title || `The server answered ${response.status}.`,
      retryAfterMillis: seconds >= 0 ? Math.min(seconds, MOST_RETRY_AFTER_SECONDS) * 1000 : null,
      body,
    });
  }

  /** Whether the same request may succeed a little later. */
  get isPassing() {
    return PASSING.includes(this.status);
  }
}
