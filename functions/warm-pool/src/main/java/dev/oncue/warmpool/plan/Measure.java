package dev.oncue.warmpool.plan;

/** What the work of a function grows with. */
enum Measure {
  /** Those who vote: on a stream with several polls at once, each viewer for each poll. */
  VOTERS,
  /** Those who are connected: each viewer of a stream once. */
  VIEWERS,
  /** The windows that are under way. */
  WINDOWS
}
