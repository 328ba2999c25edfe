package dev.oncue.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.oncue.Grid;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.json.Fields;
import dev.oncue.poll.Opening;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Selection;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What other functions would have done before the one under test is called. */
public final class Prepared {
  private static final String RED_AND_BLUE =
      "[{\"id\":\"red\",\"text\":\"Red\"},{\"id\":\"blue\",\"text\":\"Blue\"}]";

  private Prepared() {}

  /** The name of a stream that nothing is known of yet. */
  public static String freshStream() {
    return "show-" + UUID.randomUUID();
  }

  /** A poll {@code q1} with the options red and blue, opened by the rules. */
  public static Poll open(PollLifecycle lifecycle, String stream, String... more) {
    return open(lifecycle, StreamId.DEFAULT_TENANT, stream, more);
  }

  /** A poll {@code q1} with other options, whose texts are their ids. */
  public static Poll openWith(
      PollLifecycle lifecycle, String stream, List<String> options, String... more) {
    String json = pollJson(stream, "q1", optionsJson(options), more);
    return open(lifecycle, read(json, StreamId.DEFAULT_TENANT));
  }

  /** A poll of another name. */
  public static Poll openNamed(
      PollLifecycle lifecycle, String stream, String poll, String... more) {
    return open(lifecycle, read(pollJson(stream, poll, more), StreamId.DEFAULT_TENANT));
  }

  /** A poll of a tenant. */
  public static Poll openFor(PollLifecycle lifecycle, String tenant, String stream) {
    return open(lifecycle, tenant, stream, new String[0]);
  }

  private static Poll open(PollLifecycle lifecycle, String tenant, String stream, String[] more) {
    return open(lifecycle, draft(tenant, stream, more));
  }

  private static Poll open(PollLifecycle lifecycle, PollDraft draft) {
    Opening opening = lifecycle.open(draft).toCompletableFuture().join();
    if (opening instanceof Opening.Opened opened) {
      return opened.poll();
    }
    throw new IllegalStateException("not opened: " + opening);
  }

  /** A draft of the poll {@code q1}; {@code more} are further JSON members. */
  public static PollDraft draft(String tenant, String stream, String... more) {
    return read(pollJson(stream, "q1", more), tenant);
  }

  private static PollDraft read(String json, String tenant) {
    return PollDraft.read(Fields.parse(json.getBytes(UTF_8)), tenant, "made-up");
  }

  /** What a producer sends to open a poll. */
  public static String pollJson(String stream, String poll, String... more) {
    return pollJson(stream, poll, RED_AND_BLUE, more);
  }

  /** The same with other options, which are JSON. */
  public static String pollJson(String stream, String poll, String options, String[] more) {
    StringBuilder json = new StringBuilder("{\"stream\":\"" + stream + "\"");
    if (poll != null) {
      json.append(",\"poll\":\"").append(poll).append('"');
    }
    json.append(",\"question\":\"Which colour?\",\"options\":").append(options);
    for (String member : more) {
      json.append(',').append(member);
    }
    return json.append('}').toString();
  }

  /** Options as JSON, whose texts are their ids. */
  public static String optionsJson(List<String> ids) {
    return ids.stream()
        .map(id -> "{\"id\":\"%s\",\"text\":\"%s\"}".formatted(id, id))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** An instant so far ahead, as producers write it. */
  public static String ahead(Duration duration) {
    return Instant.now().plus(duration).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Casts a ballot as the function vote would. */
  public static Ballot cast(Grid grid, Poll poll, String viewer, String... options) {
    int chosen = ((Selection.Chosen) poll.select(List.of(options))).options();
    Ballot ballot = Ballot.at(Instant.now(), chosen);
    grid.ballotBoxes()
        .cast(
            poll,
            poll.shardOf(viewer),
            new CastBatch(poll.revote(), List.of(new Cast(viewer, ballot))))
        .toCompletableFuture()
        .join();
    return ballot;
  }

  /** The poll as it is kept now; {@code null}: it is not. */
  public static Poll kept(Grid grid, Poll poll) {
    return grid.polls().find(poll.id()).toCompletableFuture().join().orElse(null);
  }
}
