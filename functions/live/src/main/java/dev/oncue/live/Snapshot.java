package dev.oncue.live;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncue.ballot.Ballot;
import dev.oncue.json.Json;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollJson;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Window;
import dev.oncue.window.WindowJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A stream as it stood at an instant, for all who ask. Immutable.
 *
 * @param place of the latest frame it covers
 * @param cursor where a host's feed goes on from here
 * @param viewersCursor where a viewer's does
 * @param now when it was taken
 * @param viewers how many are connected, to this instance and the others
 * @param polls the stream's polls
 * @param reactions all reactions so far
 * @param windows the warm pool's windows that are not over, for hosts alone
 */
record Snapshot(
    StreamId stream,
    Place place,
    String cursor,
    String viewersCursor,
    Instant now,
    long viewers,
    List<Entry> polls,
    Map<String, Long> reactions,
    List<Window> windows) {

  /** A poll and its counts, which may have to stay hidden. */
  record Entry(Poll poll, Result result) {
    private Result shown(boolean host, Instant now) {
      return host || poll.isSettled() || poll.showsCounts(now) ? result : null;
    }
  }

  /** Where a feed goes on from here. */
  String cursor(boolean host) {
    return host ? cursor : viewersCursor;
  }

  /**
   * The state as JSON in UTF-8.
   *
   * @param host whether it is for one who sees all counts
   * @param viewer whose ballots are given
   * @param ballots that viewer's ballots
   */
  byte[] document(boolean host, String viewer, Map<PollId, Ballot> ballots) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("now", Json.instant(now));
          json.writeStringField("stream", stream.name());
          json.writeStringField("cursor", cursor(host));
          json.writeNumberField("viewers", viewers);
          json.writeArrayFieldStart("polls");
          for (Entry entry : polls) {
            write(json, entry, host, viewer, ballots.get(entry.poll().id()));
          }
          json.writeEndArray();
          json.writeObjectFieldStart("reactions");
          for (Map.Entry<String, Long> entry : reactions.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
          }
          json.writeEndObject();
          if (host) {
            writeWindows(json);
          }
          json.writeEndObject();
        });
  }

  private void writeWindows(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("windows");
    for (Window window : windows) {
      WindowJson.write(json, window);
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, Entry entry, boolean host, String viewer, Ballot ballot)
      throws IOException {
    Poll poll = entry.poll();
    json.writeStartObject();
    PollJson.writeInside(json, poll, now, entry.shown(host, now));
    if (ballot != null) {
      json.writeObjectFieldStart("ballot");
      json.writeArrayFieldStart("options");
      for (String option : poll.optionIds(ballot.options())) {
        json.writeString(option);
      }
      json.writeEndArray();
      json.writeStringField("castAt", Json.instant(ballot.castInstant()));
      json.writeStringField("receipt", poll.receipts().sign(viewer, ballot));
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
