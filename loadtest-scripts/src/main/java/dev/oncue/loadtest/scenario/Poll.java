package dev.oncue.loadtest.scenario;

import dev.oncue.loadtest.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A poll of a run, and what is sent in for it.
 *
 * @param stream a stream of its own for each run
 * @param id the poll's id
 */
public record Poll(String stream, String id) {
  /** What can be voted for. */
  public static final List<String> OPTIONS = List.of("red", "green", "blue", "gold");

  /** Bodies that are no ballot: not complete, of the wrong type, without a field, not JSON. */
  static final List<String> MALFORMED =
      List.of(
          "{\"stream\":\"s", "[]", "{}", "{\"stream\":\"s\",\"poll\":\"q\",\"options\":1}", "red");

  /** A name for a stream that does not exist yet. */
  static String newStream(String scenario) {
    return scenario + '-' + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  }

  /** What a producer sends to open it; {@code null}: it is open until it is closed by hand. */
  public Map<String, Object> opening(Duration duration, int viewers) {
    Map<String, Object> opening =
        new HashMap<>(
            Map.of(
                "stream", stream,
                "poll", id,
                "question", "Which colour?",
                "options", OPTIONS.stream().map(one -> Map.of("id", one, "text", one)).toList(),
                "expectedViewers", viewers));
    if (duration != null) {
      opening.put("duration", duration.toString());
    }
    return opening;
  }

  /** The id of a viewer. */
  public String viewer(int number) {
    return stream + "-viewer-" + number;
  }

  /** The option that a viewer chooses; all are chosen equally often. */
  public static int choice(int viewer) {
    return viewer % OPTIONS.size();
  }

  /** A ballot for one option. */
  public Map<String, Object> ballot(int option) {
    return Map.of("stream", stream, "poll", id, "option", OPTIONS.get(option));
  }

  String ballotJson(int option) {
    return Json.text(ballot(option));
  }
}
