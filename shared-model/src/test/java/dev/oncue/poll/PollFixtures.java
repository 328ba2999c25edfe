package dev.oncue.poll;

import dev.oncue.ballot.Receipts;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Polls for tests: open at {@link #NOON}, two options, nothing unusual unless a test says so. */
public final class PollFixtures {
  /** When the window of a poll begins unless a test says otherwise. */
  public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  /** A key for receipts, the same in all tests. */
  public static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  private PollFixtures() {}

  /** A stream of a tenant that no other test has, so that tests can share a grid. */
  public static StreamId freshStream() {
    return new StreamId("tenant-" + UUID.randomUUID(), "show-42");
  }

  /** A poll's id in a stream that no other test has. */
  public static PollId freshId() {
    return new PollId(freshStream(), "q1");
  }

  /** A poll with an id that no other test has. */
  public static Builder freshPoll() {
    return poll().id(freshId());
  }

  /** A poll named {@code show-42/q1} of the default tenant. */
  public static Builder poll() {
    return new Builder();
  }

  /** What a producer asks for when it asks for little: no end, one of two options. */
  public static PollDraft draft(PollId id) {
    return draft(id, "\"revote\": false");
  }

  /**
   * What a producer asks for.
   *
   * @param more further fields of the request, as JSON without braces
   */
  public static PollDraft draft(PollId id, String more) {
    String json =
        """
        { "stream": "%s", "poll": "%s", "question": "Which colour?",
          "options": [ { "id": "red", "text": "Red" }, { "id": "blue", "text": "Blue" } ], %s }
        """
            .formatted(id.stream().name(), id.name(), more);
    Fields fields = Fields.parse(json.getBytes(StandardCharsets.UTF_8));
    return PollDraft.read(fields, id.stream().tenant(), "made-up");
  }

  /** Options {@code o1} to {@code o<count>}. */
  public static List<Option> options(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> new Option("o" + i, "No. " + i)).toList();
  }

  /** Says what is unusual about a poll. */
  public static final class Builder {
    private PollId id = new PollId(new StreamId(StreamId.DEFAULT_TENANT, "show-42"), "q1");
    private String question = "Which colour?";
    private List<Option> options = List.of(new Option("red", "Red"), new Option("blue", "Blue"));
    private VotingWindow window = new VotingWindow(NOON, null, Duration.ZERO);
    private boolean opensOnArrival = true;
    private boolean latencyOfStream = true;
    private int maxOptions = 1;
    private boolean revote;
    private ResultVisibility visibility = ResultVisibility.LIVE;
    private Integer expectedViewers;
    private int shards = 2;
    private Receipts receipts = new Receipts(KEY);
    private Instant closedAt;
    private Result result;
    private Instant revealedAt;

    private Builder() {}

    public Builder id(PollId value) {
      this.id = value;
      return this;
    }

    public Builder question(String value) {
      this.question = value;
      return this;
    }

    public Builder options(List<Option> value) {
      this.options = value;
      return this;
    }

    public Builder window(VotingWindow value) {
      this.window = value;
      return this;
    }

    /** Open for so long, without grace. */
    public Builder openFor(Duration duration) {
      return window(new VotingWindow(NOON, NOON.plus(duration), Duration.ZERO));
    }

    public Builder opensOnArrival(boolean value) {
      this.opensOnArrival = value;
      return this;
    }

    public Builder latencyOfStream(boolean value) {
      this.latencyOfStream = value;
      return this;
    }

    public Builder maxOptions(int value) {
      this.maxOptions = value;
      return this;
    }

    public Builder revote(boolean value) {
      this.revote = value;
      return this;
    }

    public Builder visibility(ResultVisibility value) {
      this.visibility = value;
      return this;
    }

    public Builder expectedViewers(Integer value) {
      this.expectedViewers = value;
      return this;
    }

    public Builder shards(int value) {
      this.shards = value;
      return this;
    }

    public Builder receipts(Receipts value) {
      this.receipts = value;
      return this;
    }

    public Builder closedAt(Instant value) {
      this.closedAt = value;
      return this;
    }

    public Builder result(Result value) {
      this.result = value;
      return this;
    }

    public Builder revealedAt(Instant value) {
      this.revealedAt = value;
      return this;
    }

    public Poll build() {
      return new Poll(
          id,
          question,
          options,
          window,
          opensOnArrival,
          latencyOfStream,
          maxOptions,
          revote,
          visibility,
          expectedViewers,
          shards,
          receipts,
          closedAt,
          result,
          revealedAt);
    }
  }
}
