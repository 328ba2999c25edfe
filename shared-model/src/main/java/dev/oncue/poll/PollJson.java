package dev.oncue.poll;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A poll as JSON: as clients see it ({@link #write}), and as the grid keeps it ({@link #encode}),
 * which has the receipts' key too. Both share the fields of the producer's request.
 */
public final class PollJson {
  private PollJson() {}

  /**
   * Writes a poll as clients see it.
   *
   * @param now decides its status
   * @param shown the counts to show; {@code null}: they stay hidden
   */
  public static void write(JsonGenerator json, Poll poll, Instant now, Result shown)
      throws IOException {
    json.writeStartObject();
    writeInside(json, poll, now, shown);
    json.writeEndObject();
  }

  /** Writes the fields of {@link #write} into an object that is open already. */
  public static void writeInside(JsonGenerator json, Poll poll, Instant now, Result shown)
      throws IOException {
    // Where viewers are late, a close by hand is news on their timeline; elsewhere it is past.
    writeRequest(json, poll, poll.hasLatency() ? poll.closesAt() : poll.window().closesAt());
    PollStatus status = poll.status(now);
    json.writeStringField("status", status.word());
    if (poll.closedAt() != null && status == PollStatus.CLOSED) {
      json.writeStringField("closedAt", Json.instant(poll.closedAt()));
    }
    if (poll.isRevealed()) {
      json.writeStringField("revealedAt", Json.instant(poll.revealedAt()));
    }
    if (shown != null) {
      json.writeFieldName("result");
      writeResult(json, poll, shown);
    }
  }

  /** Writes counts by option id, in the poll's order. */
  public static void writeResult(JsonGenerator json, Poll poll, Result result) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("counts");
    for (int i = 0; i < poll.options().size(); i++) {
      json.writeNumberField(poll.options().get(i).id(), result.tally().votes(i));
    }
    json.writeEndObject();
    json.writeNumberField("ballots", result.tally().ballots());
    json.writeBooleanField("final", result.isFinal());
    json.writeBooleanField("certified", result.certified());
    json.writeStringField("asOf", Json.instant(result.asOf()));
    json.writeEndObject();
  }

  private static void writeRequest(JsonGenerator json, Poll poll, Instant closesAt)
      throws IOException {
    VotingWindow window = poll.window();
    json.writeStringField("stream", poll.id().stream().name());
    json.writeStringField("poll", poll.id().name());
    json.writeStringField("question", poll.question());
    json.writeArrayFieldStart("options");
    for (Option option : poll.options()) {
      json.writeStartObject();
      json.writeStringField("id", option.id());
      json.writeStringField("text", option.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("opensAt", Json.instant(window.opensAt()));
    if (closesAt != null) {
      Duration duration = Duration.between(window.opensAt(), closesAt);
      json.writeStringField("duration", Json.duration(duration));
      json.writeStringField("closesAt", Json.instant(closesAt));
    }
    json.writeStringField("grace", Json.duration(window.grace()));
    if (poll.hasLatency()) {
      json.writeObjectFieldStart("latency");
      json.writeStringField("min", Json.duration(window.latency().min()));
      json.writeStringField("max", Json.duration(window.latency().max()));
      json.writeEndObject();
    }
    json.writeNumberField("maxOptions", poll.maxOptions());
    json.writeBooleanField("revote", poll.revote());
    json.writeStringField("results", poll.visibility().word());
    if (poll.expectedViewers() != null) {
      json.writeNumberField("expectedViewers", poll.expectedViewers());
    }
  }

  /** The poll as the grid keeps it. */
  public static byte[] encode(Poll poll) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", poll.id().stream().tenant());
          writeRequest(json, poll, poll.window().closesAt());
          json.writeBooleanField("opensOnArrival", poll.opensOnArrival());
          json.writeNumberField("shards", poll.shards());
          json.writeStringField("receiptKey", poll.receipts().key());
          if (poll.closedAt() != null) {
            json.writeStringField("closedAt", Json.instant(poll.closedAt()));
          }
          if (poll.isRevealed()) {
            json.writeStringField("revealedAt", Json.instant(poll.revealedAt()));
          }
          if (poll.result() != null) {
            json.writeFieldName("result");
            writeResult(json, poll, poll.result());
          }
          json.writeEndObject();
        });
  }

  /**
   * The poll that {@link #encode} made these bytes of.
   *
   * @throws dev.oncue.json.MalformedException when they are something else
   */
  public static Poll decode(byte[] bytes) {
    Fields fields = Fields.parse(bytes);
    // A request may leave these out; a kept poll without them would be read as another one.
    fields.require("poll", "opensAt", "opensOnArrival", "shards");
    PollDraft draft = PollDraft.read(fields, fields.string("tenant"), null);
    return new Poll(
        draft.id(),
        draft.question(),
        draft.options(),
        draft.window(draft.opensAt()),
        fields.bool("opensOnArrival", false),
        draft.maxOptions(),
        draft.revote(),
        draft.visibility(),
        draft.expectedViewers(),
        fields.integer("shards", 1, Poll.MAX_SHARDS, 1),
        new Receipts(fields.string("receiptKey")),
        fields.instant("closedAt"),
        fields.has("result") ? result(fields.object("result"), draft.options()) : null,
        fields.instant("revealedAt"));
  }

  private static Result result(Fields fields, List<Option> options) {
    fields.require("ballots", "final", "certified", "asOf");
    Fields counts = fields.object("counts");
    options.forEach(option -> counts.require(option.id()));
    int[] votes =
        options.stream()
            .mapToInt(option -> counts.integer(option.id(), 0, Integer.MAX_VALUE, 0))
            .toArray();
    int ballots = fields.integer("ballots", 0, Integer.MAX_VALUE, 0);
    return new Result(
        Tally.of(ballots, votes),
        fields.bool("final", false),
        fields.bool("certified", false),
        fields.instant("asOf"));
  }
}
