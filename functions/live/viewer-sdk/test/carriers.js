// Cues as packagers put them into a stream.

export const AT = '2026-11-21T20:00:00.000Z';
export const json = (fields) => JSON.stringify({ cue: 'show', stream: 'show-42', poll: 'q1', at: AT, ...fields });
export const bytes = (text) => new TextEncoder().encode(text);
const synchsafe = (size) => [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];

/** One ID3v2.4 frame. */
export const frame = (id, content) => [...bytes(id), ...synchsafe(content.length), 0, 0, ...content];
/** An ID3v2.4 tag. */
export const tag = (...frames) => {
  const content = frames.flat();
  return Uint8Array.from([0x49, 0x44, 0x33, 4, 0, 0, ...synchsafe(content.length), ...content]);
};
export const txxx = (description, value, encoding = 3) => frame('TXXX', [encoding, ...bytes(description), 0, ...bytes(value)]);
export const id3 = (fields) => tag(txxx('dev.oncue.cue', json(fields)));
export const uuid = '6f6e6375-6500-5c75-8000-646576637565';
