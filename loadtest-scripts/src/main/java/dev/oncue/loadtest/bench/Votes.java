package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.VoteRequest;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * The votes of one round: ready-made HTTP requests, each of a viewer who never voted before, so
 * that no server can answer from what it remembers of a token or a ballot.
 *
 * @param poll the poll they are for, in the stream {@value #STREAM}
 * @param requests one per viewer
 */
record Votes(String poll, List<Buffer> requests) {
  static final String STREAM = "bench";

  private static final List<String> OPTIONS = List.of("red", "blue");

  /** Signs and writes the votes of a round. */
  static Votes prepare(String poll, int count, Tokens tokens) {
    Buffer[] requests = new Buffer[count];
    for (int i = 0; i < count; i++) {
      String token = tokens.viewer(poll + "-viewer-" + i);
      requests[i] =
          VoteRequest.of(token, body(poll, OPTIONS.get(i % OPTIONS.size()))).to("127.0.0.1");
    }
    return new Votes(poll, List.of(requests));
  }

  /** What a producer sends to open the poll; it stays open until closed by hand. */
  static Map<String, Object> opening(String poll) {
    List<Map<String, String>> options =
        OPTIONS.stream().map(id -> Map.of("id", id, "text", id)).toList();
    return Map.of("stream", STREAM, "poll", poll, "question", "Which colour?", "options", options);
  }

  /** A vote as viewers' pages send it. */
  static Map<String, Object> ballot(String poll) {
    return Map.of("stream", STREAM, "poll", poll, "option", OPTIONS.get(0));
  }

  private static String body(String poll, String option) {
    return Json.text(Map.of("stream", STREAM, "poll", poll, "option", option));
  }
}
