package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The poll of this run and what can be sent in.
 *
 * @param stream a stream of its own for each run
 * @param poll the poll's id
 */
public record BallotPaper(String stream, String poll) {
  /** What can be voted for. */
  public static final List<String> OPTIONS = List.of("red", "green", "blue", "gold");

  /** A name for a stream that is not there yet. */
  public static String newStream(String scenario) {
    return scenario + '-' + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  }

  /** What a producer sends to open it. */
  public Map<String, Object> opening(Duration duration, int viewers) {
    return Map.of(
        "stream",
        stream,
        "poll",
        poll,
        "question",
        "Which colour?",
        "options",
        OPTIONS.stream().map(id -> Map.of("id", id, "text", id)).toList(),
        "duration",
        duration.toString(),
        "expectedViewers",
        viewers);
  }

  /** The id of a viewer. */
  public String viewer(int number) {
    return stream + "-viewer-" + number;
  }

  /** A ballot for one option. */
  public String ballot(String option) {
    return Json.text(Map.of("stream", stream, "poll", poll, "options", List.of(option)));
  }

  /** Something that is no ballot: cut off, of the wrong kind, without a field, not JSON. */
  String malformed() {
    List<String> bodies =
        List.of(
            "{\"stream\":\"" + stream,
            "[]",
            Json.text(Map.of("stream", stream, "poll", poll)),
            Json.text(Map.of("stream", stream, "poll", poll, "options", 1)),
            "red");
    return bodies.get(ThreadLocalRandom.current().nextInt(bodies.size()));
  }
}
