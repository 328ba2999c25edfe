package dev.oncue.poll;

/** What became of a request to open a poll. */
public sealed interface Opening {
  /** The poll there is now. */
  Poll poll();

  /** It is new: open now, or scheduled. */
  record Opened(Poll poll) implements Opening {}

  /** The very same poll existed; nothing has changed. */
  record Unchanged(Poll poll) implements Opening {}

  /** Another poll has that id; nothing has changed. */
  record Conflict(Poll poll) implements Opening {}
}
