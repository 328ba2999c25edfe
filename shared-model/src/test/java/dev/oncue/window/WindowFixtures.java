package dev.oncue.window;

import dev.oncue.poll.PollFixtures;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;

/** Windows for tests: announced, an hour from {@link PollFixtures#NOON}, 1,000 viewers. */
public final class WindowFixtures {
  private WindowFixtures() {}

  /** A window of a stream that no other test has. */
  public static Builder fresh() {
    return of(PollFixtures.freshStream());
  }

  /** A window of a stream, named {@code act-1}. */
  public static Builder of(StreamId stream) {
    return new Builder(stream);
  }

  /** Says what is unusual about a window. */
  public static final class Builder {
    private final StreamId stream;
    private Origin origin = Origin.ANNOUNCED;
    private String name = "act-1";
    private Instant opensAt = PollFixtures.NOON;
    private Instant closesAt = PollFixtures.NOON.plus(Duration.ofHours(1));
    private int expectedViewers = 1_000;
    private Duration lead;
    private boolean cancelled;
    private WindowStatus status = WindowStatus.planned(PollFixtures.NOON);

    private Builder(StreamId stream) {
      this.stream = stream;
    }

    /** The window of a poll of that name. */
    public Builder ofPoll(String poll) {
      this.origin = Origin.POLL;
      return named(poll);
    }

    public Builder named(String value) {
      this.name = value;
      return this;
    }

    public Builder opensAt(Instant value) {
      this.opensAt = value;
      return this;
    }

    public Builder closesAt(Instant value) {
      this.closesAt = value;
      return this;
    }

    /** From that long after noon, for so long. */
    public Builder at(Duration afterNoon, Duration length) {
      return opensAt(PollFixtures.NOON.plus(afterNoon))
          .closesAt(PollFixtures.NOON.plus(afterNoon).plus(length));
    }

    public Builder expectedViewers(int value) {
      this.expectedViewers = value;
      return this;
    }

    public Builder lead(Duration value) {
      this.lead = value;
      return this;
    }

    public Builder cancelled() {
      this.cancelled = true;
      return this;
    }

    public Builder status(WindowStatus value) {
      this.status = value;
      return this;
    }

    /** A status that says nothing but its phase. */
    public Builder phase(Phase phase) {
      return status(
          new WindowStatus(phase, PollFixtures.NOON, null, null, null, java.util.Map.of()));
    }

    public Window build() {
      return new Window(
          new WindowId(stream, origin, name),
          opensAt,
          closesAt,
          expectedViewers,
          lead,
          cancelled,
          status);
    }
  }
}
