package dev.oncue.coldstart;

import java.util.Optional;

/** One instance: takes votes one after another. Instants are nanoseconds. Not thread-safe. */
final class Instance {
  private final Serving serving;
  private final long askedAt;
  private final Startup.Times times;
  private long freeAt;
  private long endsAt = Long.MAX_VALUE;

  Instance(Serving serving, long askedAt, Startup.Times times) {
    this.serving = serving;
    this.askedAt = askedAt;
    this.times = times;
  }

  /**
   * Where a vote stands.
   *
   * @param takenAt when the ballot is taken
   * @param answeredAt when its answer is there
   */
  record Place(long takenAt, long answeredAt) {}

  /** Lets a vote stand in line; empty: the line is full. */
  Optional<Place> enqueue(long now) {
    if (backlog(now) / serving.voteNanos() >= serving.maxWaiting()) {
      return Optional.empty();
    }
    long takenAt = Math.max(freeAt, now);
    freeAt = takenAt + serving.voteNanos();
    return Optional.of(new Place(takenAt, freeAt + serving.answerTime().toNanos()));
  }

  /** How long a vote that comes now would wait. */
  long backlog(long now) {
    return Math.max(0, freeAt - now);
  }

  /** From when on there is somebody who sends it requests. */
  long readySince() {
    return times.seenByActivator();
  }

  boolean isSeenByActivator(long now) {
    return times.seenByActivator() <= now && !isLeaving();
  }

  boolean isReady(long now) {
    return times.ready() <= now && !isLeaving();
  }

  /** Ends it; with votes in line only once they are answered. */
  void end(long at) {
    endsAt = Math.max(at, freeAt);
  }

  boolean isLeaving() {
    return endsAt != Long.MAX_VALUE;
  }

  /** How long it was there until an instant, be it ready or not. */
  long lived(long until) {
    return Math.min(endsAt, until) - askedAt;
  }

  boolean isThere(long at) {
    return askedAt <= at && at < endsAt;
  }

  long askedAt() {
    return askedAt;
  }

  long endsAt() {
    return endsAt;
  }
}
