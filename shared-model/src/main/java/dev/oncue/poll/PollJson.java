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

/** A poll as the grid keeps it: JSON, with the fields of the producer's request. */
public final class PollJson {
  private PollJson() {}

  /** The poll as JSON in UTF-8, with the receipts' key. */
  public static byte[] encode(Poll poll) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("tenant", poll.id().stream().tenant());
          writeRequest(json, poll);
          json.writeBooleanField("opensOnArrival", poll.opensOnArrival());
          json.writeBooleanField("latencyOfStream", poll.latencyOfStream());
          json.writeNumberField("shards", poll.shards());
          json.writeStringField("receiptKey", poll.receipts().key());
          if (poll.closedAt() != null) {
            json.writeStringField("closedAt", Json.instant(poll.closedAt()));
          }
          if (poll.revealedAt() != null) {
            json.writeStringField("revealedAt", Json.instant(poll.revealedAt()));
          }
          if (poll.result() != null) {
            json.writeFieldName("result");
            writeResult(json, poll, poll.result());
          }
          json.writeEndObject();
        });
  }

  private static void writeRequest(JsonGenerator json, Poll poll) throws IOException {
    VotingWindow window = poll.window();
    Instant closesAt = window.closesAt();
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
      json.writeFieldName("latency");
      window.latency().write(json);
    }
    json.writeNumberField("maxOptions", poll.maxOptions());
    json.writeBooleanField("revote", poll.revote());
    json.writeStringField("results", poll.visibility().word());
    if (poll.expectedViewers() != null) {
      json.writeNumberField("expectedViewers", poll.expectedViewers());
    }
  }

  private static void writeResult(JsonGenerator json, Poll poll, Result result) throws IOException {
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

  /**
   * The poll that {@link #encode} made these bytes of.
   *
   * @throws dev.oncue.json.MalformedException when they are something else
   */
  public static Poll decode(byte[] bytes) {
    Fields fields = Fields.parseKept(bytes);
    // A request may leave these out; a kept poll without them would be read as another one.
    fields.require("poll", "opensAt", "opensOnArrival", "shards");
    PollDraft draft = PollDraft.read(fields, fields.string("tenant"), fields.name("poll"));
    return new Poll(
        draft.id(),
        draft.question(),
        draft.options(),
        draft.window(fields.instant("opensAt")),
        fields.bool("opensOnArrival", false),
        // One that was kept before streams had a latency, and has none, was not asked to have one.
        fields.bool("latencyOfStream", draft.latencyOfStream()),
        draft.maxOptions(),
        draft.revote(),
        draft.visibility(),
        draft.expectedViewers(),
        fields.integer("shards", 1, Poll.MAX_SHARDS, 1),
        new Receipts(fields.string("receiptKey")),
        fields.optionalInstant("closedAt"),
        fields.has("result") ? result(fields.object("result"), draft.options()) : null,
        fields.optionalInstant("revealedAt"));
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
