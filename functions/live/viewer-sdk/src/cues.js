// A cue shows or hides a poll's overlay at a media time. This reads it from what carries it.

import { Problem } from './problem.js';

const SCHEME = 'dev.oncue.cue';
const SEI_UUID = '6f6e6375-6500-5c75-8000-646576637565';
const MOST_BYTES = 1024;
const NAME = /^[A-Za-z0-9._:@-]{1,128}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });

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

/** The cue in a JSON payload. */
export function cueOfBytes(bytes) {
  if (bytes.length > MOST_BYTES) throw bad(`it has more than ${MOST_BYTES} bytes`);
  let fields;
  try {
    fields = JSON.parse(utf8.decode(bytes));
  } catch {
    throw bad('it must be JSON in UTF-8');
  }
  return cueOf(fields);
}

/** The cues in ID3 tags; what else they hold is not ours. */
export function cuesOfId3(bytes) {
  return userTexts(bytes).filter(({ description }) => description === SCHEME).map(({ value }) => cueOfBytes(value));
}

/** The cue in a user_data_unregistered SEI message; none when its UUID is another's. */
export function cuesOfSei(uuid, bytes) {
  return uuid?.toLowerCase() === SEI_UUID && bytes ? [cueOfBytes(bytes)] : [];
}

/** The cue in the attributes of an EXT-X-DATERANGE (RFC 8216, 4.3.2.7); none when it is of another class. */
export function cuesOfDateRange(attributes) {
  if (attributes?.CLASS !== SCHEME) return [];
  return [cueOf({
    cue: attributes['X-CUE'], stream: attributes['X-STREAM'], poll: attributes['X-POLL'], at: attributes['START-DATE'],
  })];
}

/** A UUID's 16 bytes as text. */
export function uuidText(bytes) {
  const hex = [...(bytes ?? [])].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// The TXXX frames of ID3v2.3 and 2.4 tags, one after another. Reads as far as the bytes make sense.
function userTexts(bytes) {
  const texts = [];
  let at = 0;
  while (isTag(bytes, at)) {
    const [, , , major, , flags] = bytes.subarray(at);
    const end = Math.min(bytes.length, at + 10 + synchsafe(bytes, at + 6));
    let frame = at + 10;
    if (flags & 0x40) frame += major === 4 ? synchsafe(bytes, frame) : 4 + uint32(bytes, frame);
    while (frame + 10 < end && bytes[frame] !== 0) {
      const size = major === 4 ? synchsafe(bytes, frame + 4) : uint32(bytes, frame + 4);
      const next = frame + 10 + size;
      if (next > end) break;
      if (String.fromCharCode(...bytes.subarray(frame, frame + 4)) === 'TXXX') texts.push(...userText(bytes.subarray(frame + 10, next)));
      frame = next;
    }
    at = end;
  }
  return texts;
}

function isTag(bytes, at) {
  return at + 10 < bytes.length && bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33 && bytes[at + 3] >= 3;
}

// Encoding 3 is UTF-8; 0, Latin-1, is the same for the ASCII of a cue. Others are never ours.
function userText(content) {
  const separator = content.indexOf(0, 1);
  if ((content[0] !== 3 && content[0] !== 0) || separator < 0) return [];
  const value = content.subarray(separator + 1);
  const end = value.indexOf(0);
  return [{ description: String.fromCharCode(...content.subarray(1, separator).subarray(0, 64)), value: end < 0 ? value : value.subarray(0, end) }];
}

const uint32 = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
const synchsafe = (bytes, at) => [0, 1, 2, 3].reduce((size, i) => size * 128 + (bytes[at + i] & 0x7f), 0);
