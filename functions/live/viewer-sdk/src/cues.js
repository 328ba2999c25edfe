// A cue shows or hides a poll's overlay at a media time. This reads it from what carries it: what cannot
// be read is passed over with a Problem in its place, and never more than that.

import { Problem } from './problem.js';

const SCHEME = 'dev.oncue.cue';
const SEI_UUID = '6f6e6375-6500-5c75-8000-646576637565';
const MOST_BYTES = 1024;
const NAME = /^[A-Za-z0-9._:@-]{1,128}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });
// By the first byte of a text frame.
const ENCODINGS = ['windows-1252', 'utf-16le', 'utf-16be', 'utf-8'];

function bad(rule) {
  return new Problem({ code: 'bad-cue', detail: `A cue is passed over: ${rule}.` });
}

/** The cue of these fields, with `at` in ms; throws a Problem that names the rule they break. */
export function cueOf(fields) {
  const { cue, stream, poll, at } = fields ?? {};
  if (cue !== 'show' && cue !== 'hide') throw bad('`cue` must be show or hide');
  if (typeof stream !== 'string' || !NAME.test(stream)) throw bad('`stream` must be a name');
  if (typeof poll !== 'string' || !NAME.test(poll)) throw bad('`poll` must be a name');
  const instant = typeof at === 'string' && INSTANT.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(instant)) throw bad('`at` must be an instant');
  return { cue, stream, poll, at: instant };
}

/** The cue in a JSON payload, which ffmpeg and others end with NUL. */
export function cueOfBytes(bytes) {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end > MOST_BYTES) throw bad(`it has more than ${MOST_BYTES} bytes`);
  let fields;
  try {
    fields = JSON.parse(utf8.decode(bytes.subarray(0, end)));
  } catch {
    throw bad('it must be JSON in UTF-8');
  }
  return cueOf(fields);
}

/** What `read` gives, or the Problem that it throws. */
export function orProblem(read) {
  try {
    return read();
  } catch (problem) {
    return problem;
  }
}

/** The cues in ID3 tags, one after another, and a Problem for what cannot be read; what else they hold is not ours. */
export function cuesOfId3(bytes) {
  const found = [];
  for (let at = find(bytes, 'ID3', 0); at >= 0; at = find(bytes, 'ID3', at)) at = readTag(bytes, at, found);
  return found;
}

/** The cue in a user_data_unregistered SEI message, or a Problem; none when its UUID is another's. */
export function cuesOfSei(uuid, bytes) {
  return uuid?.toLowerCase() === SEI_UUID && bytes ? [orProblem(() => cueOfBytes(bytes))] : [];
}

/** The cue in the attributes of an EXT-X-DATERANGE (RFC 8216, 4.3.2.7), or a Problem; none when it is of another class. */
export function cuesOfDateRange(attributes) {
  if (attributes?.CLASS !== SCHEME) return [];
  return [orProblem(() => cueOf({
    cue: attributes['X-CUE'], stream: attributes['X-STREAM'], poll: attributes['X-POLL'], at: attributes['START-DATE'],
  }))];
}

/** A UUID's 16 bytes as text. */
export function uuidText(bytes) {
  const hex = [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// An ID3v2.3 or 2.4 tag. Returns where it ends. Where a frame is broken, reading goes on at the next
// that may be ours.
function readTag(bytes, begin, found) {
  const [, , , major, revision, flags] = bytes.subarray(begin, begin + 10);
  const size = synchsafe(bytes, begin + 6);
  if ((major !== 3 && major !== 4) || revision === 255 || size < 0) return begin + 3;
  const stored = bytes.subarray(begin + 10, begin + 10 + size);
  const body = major === 3 && flags & 0x80 ? synchronised(stored) : stored;
  let broken = begin + 10 + size > bytes.length ? 'its tag is cut off' : '';
  let at = flags & 0x40 ? Math.max(0, major === 4 ? synchsafe(body, 0) : 4 + uint32(body, 0)) : 0;
  while (at < body.length) {
    const next = frameEnd(body, at, major, flags);
    if (next < 0) {
      const isPadding = body.subarray(at).every((byte) => byte === 0);
      if (!isPadding) broken ||= 'a frame of its tag is broken';
      at = isPadding ? body.length : find(body, 'TXXX', at + 1);
      if (at < 0) break;
      continue;
    }
    const content = orProblem(() => cueOfFrame(body.subarray(at, next), major, flags));
    if (content) found.push(content);
    // A frame that says it is longer than it is has swallowed others.
    const inside = !content || content instanceof Problem ? find(body.subarray(0, next), 'TXXX', at + 10) : -1;
    at = inside >= 0 && frameEnd(body, inside, major, flags) > 0 ? inside : next;
  }
  if (broken) found.push(bad(broken));
  return begin + 10 + stored.length;
}

// Where a frame ends: before another, before padding, or where it is a whole cue, whatever comes next. Sizes of
// 2.4 are synchsafe, and some programs write them as in 2.3. Below 0: it is none.
function frameEnd(body, at, major, flags) {
  if (!isFrame(body, at)) return -1;
  const sizes = [synchsafe(body, at + 4), uint32(body, at + 4)];
  const ends = (major === 4 ? sizes : sizes.reverse()).filter((size) => size >= 0).map((size) => at + 10 + size).filter((end) => end <= body.length);
  const isEnd = (end) => end === body.length || body[end] === 0 || isFrame(body, end);
  return ends.find(isEnd) ?? ends.find((end) => orProblem(() => cueOfFrame(body.subarray(at, end), major, flags))?.cue) ?? -1;
}

const isFrame = (body, at) => at + 10 <= body.length && body.subarray(at, at + 4).every((byte) => (byte > 47 && byte < 58) || (byte > 64 && byte < 91));

// The cue of a TXXX frame of ours; undefined: it is another's.
function cueOfFrame(frame, major, tagFlags) {
  if (find(frame.subarray(0, 4), 'TXXX', 0) < 0) return undefined;
  const flags = frame[9];
  if (flags & (major === 4 ? 0x0c : 0xc0)) throw bad('its frame is compressed or encrypted');
  const isGrouped = flags & (major === 4 ? 0x40 : 0x20) ? 1 : 0;
  const hasLength = major === 4 && flags & 1 ? 4 : 0;
  let content = frame.subarray(10 + isGrouped + hasLength);
  if (major === 4 && (flags & 2 || tagFlags & 0x80)) content = synchronised(content);
  const [description, value] = texts(content);
  return description === SCHEME ? cueOfBytes(value) : undefined;
}

// The two strings of a TXXX frame: the first as text, the second as UTF-8.
function texts([encoding, ...rest]) {
  const name = ENCODINGS[encoding];
  if (!name) return [];
  const width = encoding === 1 || encoding === 2 ? 2 : 1;
  const content = Uint8Array.from(rest);
  let end = 0;
  while (end < content.length && (content[end] !== 0 || (width === 2 && content[end + 1] !== 0))) end += width;
  const isSwapped = encoding === 1 && content[0] === 0xfe && content[1] === 0xff;
  const decoder = new TextDecoder(isSwapped ? 'utf-16be' : name);
  const value = content.subarray(end + width);
  const description = decoder.decode(content.subarray(0, end));
  return [description, encoding === 3 || description !== SCHEME ? value : new TextEncoder().encode(decoder.decode(value).split('\0')[0])];
}

// Unsynchronisation (2.4 structure, 6.1) puts a zero after each FF.
const synchronised = (bytes) => bytes.filter((byte, i) => byte !== 0 || bytes[i - 1] !== 0xff);

function find(bytes, word, from) {
  let at = bytes.indexOf(word.charCodeAt(0), from);
  while (at >= 0 && String.fromCharCode(...bytes.subarray(at, at + word.length)) !== word) at = bytes.indexOf(word.charCodeAt(0), at + 1);
  return at;
}

const uint32 = (bytes, at) => [0, 1, 2, 3].reduce((size, i) => size * 256 + (bytes[at + i] ?? NaN), 0);
// Below 0: it is none.
const synchsafe = (bytes, at) => [0, 1, 2, 3].reduce((size, i) => (size < 0 || !(bytes[at + i] < 128) ? -1 : size * 128 + bytes[at + i]), 0);
