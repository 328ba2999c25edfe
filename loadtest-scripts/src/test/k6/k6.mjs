const never = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the VU, as k6 does. */
export function sleep(seconds) {
  Atomics.wait(never, 0, 0, seconds * 1000);
}
