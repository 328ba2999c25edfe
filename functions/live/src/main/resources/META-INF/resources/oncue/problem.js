// What went wrong with a request: the server's application/problem+json, or no answer at all.

export class Problem extends Error {
  /**
   * @param status the HTTP status; 0 when there was no answer
   * @param code the last part of the problem's type, such as `poll-closed`
   * @param retryAfterMillis how long the server asks to wait, or null
   * @param body the whole problem: some codes carry more, as `already-voted` its `options`
   */
  constructor({ status, code, detail, retryAfterMillis = null, body = {} }) {
    super(detail || code);
    this.status = status;
    this.code = code;
    this.detail = detail || '';
    this.retryAfterMillis = retryAfterMillis;
    this.body = body;
  }

  /** No answer: the request may or may not have had its effect. */
  static noAnswer() {
    return new Problem({ status: 0, code: 'no-answer', detail: 'The server does not answer.' });
  }

  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const retryAfterSeconds = Number.parseFloat(response.headers.get('Retry-After'));
    return new Problem({
      status: response.status,
      code: String(body.type ?? '').split(':').pop() || `http-${response.status}`,
      detail: body.detail || body.title || `The server answered ${response.status}.`,
      retryAfterMillis: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : null,
      body,
    });
  }

  /** Whether the same request may succeed a little later. */
  get isPassing() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}
