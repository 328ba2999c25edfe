const UNITS_MS = { s: 1_000, m: 60_000 };

/** Milliseconds of a duration like 20s; the scripts use no other. */
export function milliseconds(duration) {
  const [, value, unit] = /^(\d+)([sm])$/.exec(duration);
  return Number(value) * UNITS_MS[unit];
}

/**
 * When iterations are due, in milliseconds: whenever the area under the rate, which goes from one to
 * the other evenly, has grown by one.
 */
export function dueTimes(from, to, timeUnit, duration) {
  const length = milliseconds(duration);
  const [first, last] = [from, to].map((rate) => rate / milliseconds(timeUnit));
  const count = Math.floor(((first + last) / 2) * length + 1e-6);
  const slope = (last - first) / length;
  const due = (i) =>
    slope === 0 ? i / first : (Math.sqrt(first * first + 2 * slope * i) - first) / slope;
  return Array.from({ length: count }, (_, i) => due(i));
}
