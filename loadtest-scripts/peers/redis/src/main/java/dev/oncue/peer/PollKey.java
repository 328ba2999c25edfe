package dev.oncue.peer;

/** Names a poll, and says where it lies in Redis. */
record PollKey(String stream, String poll) {
  boolean isComplete() {
    return stream != null && poll != null && !stream.isEmpty() && !poll.isEmpty();
  }

  /** The hash with its status and its counts. */
  String state() {
    return "poll:{" + stream + '/' + poll + '}';
  }

  /** The hash with the option of each viewer. */
  String ballots() {
    return "ballots:{" + stream + '/' + poll + '}';
  }
}
