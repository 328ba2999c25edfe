package dev.oncue.poll;

import dev.oncue.ballot.Receipts;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.stream.StreamId;
import dev.oncue.text.Look;
import dev.oncue.text.ShownText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a producer asks for: a poll before the engine has fixed its window.
 *
 * @param id which poll it shall be
 * @param opensAt {@code null}: on arrival
 * @param duration how long it is open; {@code null}: see {@code closesAt}
 * @param closesAt its end; {@code null} together with {@code duration}: until closed by hand; where
 *     both are given they must agree
 * @param latency how far its viewers are behind the host
 * @param latencyOfStream whether it says nothing of that: it takes what is set for its stream
 */
public record PollDraft(
    PollId id,
    String question,
    List<Option> options,
    @Nullable Instant opensAt,
    @Nullable Duration duration,
    @Nullable Instant closesAt,
    Duration grace,
    Latency latency,
    boolean latencyOfStream,
    int maxOptions,
    boolean revote,
    ResultVisibility visibility,
    @Nullable Integer expectedViewers) {

  /** The longest question and option text, in characters. */
  public static final int MAX_TEXT = 300;

  /** The longest window that can be set; a poll without an end may stay open longer. */
  public static final Duration MAX_DURATION = Duration.ofDays(31);

  /** The longest grace. */
  public static final Duration MAX_GRACE = Duration.ofMinutes(1);

  /** How far ahead a poll can be scheduled. */
  public static final Duration MAX_AHEAD = Duration.ofDays(366);

  /** The most viewers that a poll can expect. */
  public static final int MAX_EXPECTED_VIEWERS = 1_000_000_000;

  /** The fewest options a poll can have. */
  public static final int MIN_OPTIONS = 2;

  /**
   * Reads what a producer sent.
   *
   * @param tenant whose poll it is
   * @param madeUpName the poll's name when it names none
   * @throws MalformedException when a field breaks its rule
   */
  public static PollDraft read(Fields fields, String tenant, String madeUpName) {
    StreamId stream = new StreamId(tenant, fields.name("stream"));
    String name = fields.has("poll") ? fields.name("poll") : madeUpName;
    List<Option> options =
        fields.objects("options", MIN_OPTIONS, Poll.MAX_OPTIONS).stream()
            .map(PollDraft::option)
            .toList();
    requireDifferent(options);
    return new PollDraft(
        new PollId(stream, name),
        fields.text("question", MAX_TEXT),
        options,
        fields.optionalInstant("opensAt"),
        fields.optionalDuration("duration", Duration.ofMillis(1), MAX_DURATION),
        fields.optionalInstant("closesAt"),
        fields.duration("grace", Duration.ZERO, MAX_GRACE, Duration.ZERO),
        fields.has("latency") ? Latency.read(fields.object("latency")) : Latency.NONE,
        !fields.has("latency"),
        fields.integer("maxOptions", 1, options.size(), 1),
        fields.bool("revote", false),
        visibility(fields),
        fields.optionalInteger("expectedViewers", 0, MAX_EXPECTED_VIEWERS));
  }

  /**
   * This draft, if viewers can read it. Polls that are kept were held to the rules of their time,
   * so this is for new ones.
   *
   * @throws MalformedException when a text breaks the rule of {@link ShownText}, or two options
   *     look the same
   */
  public PollDraft requireReadable() {
    ShownText.require("question", question);
    List<Look> looks = new ArrayList<>();
    for (Option option : options) {
      String field = "options[" + looks.size() + "].text";
      ShownText.require(field, option.text());
      Look look = Look.of(option.text());
      for (int before = 0; before < looks.size(); before++) {
        if (look.isLike(looks.get(before))) {
          throw new MalformedException(field, "must not look like options[" + before + "].text");
        }
      }
      looks.add(look);
    }
    return this;
  }

  private static Option option(Fields fields) {
    return new Option(fields.name("id"), fields.text("text", MAX_TEXT));
  }

  private static void requireDifferent(List<Option> options) {
    Set<String> seen = new HashSet<>();
    for (Option option : options) {
      if (!seen.add(option.id())) {
        throw new MalformedException(
            "options", "ids must be unique, but " + option.id() + " is not");
      }
    }
  }

  private static ResultVisibility visibility(Fields fields) {
    if (!fields.has("results")) {
      return ResultVisibility.LIVE;
    }
    return ResultVisibility.of(fields.string("results"))
        .orElseThrow(() -> fields.malformed("results", "must be live or closed"));
  }

  /** This draft on a stream for which a latency is set; a latency of its own goes before it. */
  public PollDraft onStreamWith(Latency ofStream) {
    return !latencyOfStream
        ? this
        : new PollDraft(
            id,
            question,
            options,
            opensAt,
            duration,
            closesAt,
            grace,
            ofStream,
            true,
            maxOptions,
            revote,
            visibility,
            expectedViewers);
  }

  /**
   * The poll that this draft becomes when it arrives at {@code now}.
   *
   * @throws MalformedException when its window is over already or lies too far ahead
   */
  public Poll at(Instant now, int shards, Receipts receipts) {
    Instant opens = opensAt == null ? now.truncatedTo(ChronoUnit.MILLIS) : opensAt;
    if (opens.isAfter(now.plus(MAX_AHEAD))) {
      throw new MalformedException("opensAt", "must be at most " + MAX_AHEAD + " ahead");
    }
    VotingWindow window = window(opens);
    if (window.isOver(now)) {
      throw new MalformedException(
          duration == null ? "closesAt" : "duration", "must end the window in the future");
    }
    return new Poll(
        id,
        question,
        options,
        window,
        opensAt == null,
        latencyOfStream,
        maxOptions,
        revote,
        visibility,
        expectedViewers,
        shards,
        receipts,
        null,
        null,
        null);
  }

  /**
   * The window of this draft's poll when it opens at {@code opens}.
   *
   * @throws MalformedException when it ends too early, too late, or twice
   */
  VotingWindow window(Instant opens) {
    Instant closes = duration == null ? closesAt : opens.plus(duration);
    if (closesAt != null && !closesAt.equals(closes)) {
      throw new MalformedException("closesAt", "must be opensAt plus duration, or left out");
    }
    if (closes != null && !closes.isAfter(opens)) {
      throw new MalformedException("closesAt", "must be after opensAt");
    }
    if (closes != null && closes.isAfter(opens.plus(MAX_DURATION))) {
      throw new MalformedException(
          "closesAt", "must be at most " + MAX_DURATION + " after opensAt");
    }
    return new VotingWindow(opens, closes, grace, latency);
  }

  /**
   * Whether this draft asks for the very poll that exists. An {@code opensAt} left out matches the
   * instant at which the poll was opened on arrival, and a {@code latency} left out the one that
   * was the stream's then, so that a retry is recognized.
   */
  public boolean asksFor(Poll poll) {
    VotingWindow window = poll.window();
    boolean sameStart = opensAt == null ? poll.opensOnArrival() : opensAt.equals(window.opensAt());
    boolean sameStreams = latencyOfStream && poll.latencyOfStream();
    Instant closes = duration == null ? closesAt : window.opensAt().plus(duration);
    return sameStart
        && Objects.equals(closes, window.closesAt())
        && (closesAt == null || closesAt.equals(closes))
        && grace.equals(window.grace())
        && (sameStreams || latency.equals(window.latency()))
        && id.equals(poll.id())
        && question.equals(poll.question())
        && options.equals(poll.options())
        && maxOptions == poll.maxOptions()
        && revote == poll.revote()
        && visibility == poll.visibility()
        && Objects.equals(expectedViewers, poll.expectedViewers());
  }
}
