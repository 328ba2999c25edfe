// Server-Sent Events (WHATWG HTML 9.2.6) from text that comes in pieces. The browser's EventSource
// hides the comments that keep a feed alive, and so could not tell a hung connection from a quiet one.

const MOST_CHARACTERS = 4_000_000;

export class EventParser {
  #rest = '';
  #fields = {};
  id = '';
  /** Whether an event or a comment has come. */
  hasSpoken = false;
  /** How long to wait before coming back, if the server said so. */
  retryMillis = null;

  /** The events that this piece completes, as `{ name, data }`. */
  push(text) {
    const events = [];
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    if (this.#rest.length + (this.#fields.data?.length ?? 0) > MOST_CHARACTERS) throw new RangeError('an event without end');
    for (const line of lines) {
      if (line === '') this.#dispatch(events);
      else this.#field(line);
    }
    return events;
  }

  #field(line) {
    if (line.startsWith(':')) this.hasSpoken = true;
    const [, name, value] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line);
    if (name === 'data') this.#fields.data = this.#fields.data === undefined ? value : `${this.#fields.data}\n${value}`;
    else if (name === 'event') this.#fields.name = value;
    else if (name === 'id' && !value.includes('\0')) this.#fields.id = value;
    else if (name === 'retry' && /^\d{1,6}$/.test(value)) this.retryMillis = Number(value);
  }

  #dispatch(events) {
    const { name = 'message', data, id } = this.#fields;
    this.#fields = {};
    if (id !== undefined) this.id = id;
    if (data === undefined) return;
    this.hasSpoken = true;
    events.push({ name, data });
  }
}
