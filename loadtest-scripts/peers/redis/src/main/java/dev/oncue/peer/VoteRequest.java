package dev.oncue.peer;

/** What a viewer sends. */
record VoteRequest(String stream, String poll, String option) {
  boolean isComplete() {
    return key().isComplete() && option != null && !option.isEmpty();
  }

  PollKey key() {
    return new PollKey(stream, poll);
  }
}
