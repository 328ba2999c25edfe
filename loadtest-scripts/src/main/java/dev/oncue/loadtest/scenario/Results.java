package dev.oncue.loadtest.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Latencies;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What was sent and how it was answered. Belongs to the event loop. */
public final class Results {
  private static final int MAX_EXAMPLES = 5;
  private static final int MAX_OPTIONS = 8;

  /** How many ballots, or reactions, of each option were acknowledged. */
  final int[] accepted = new int[MAX_OPTIONS];

  /** How many of each may count or not, since they had no answer, or not the expected one. */
  final int[] unknown = new int[MAX_OPTIONS];

  private final Map<Expected, Integer> met = new EnumMap<>(Expected.class);
  private final Map<String, String> receipts = new HashMap<>();

  /** The first few errors. */
  final List<String> examples = new ArrayList<>();

  /** Of the requests that were answered as expected, from when they were due. */
  public final Latencies latencies = new Latencies();

  /** The same from when they were sent. */
  public final Latencies sinceSent = new Latencies();

  int sent;

  /** How many were sent again because they were refused for the moment. */
  int retried;

  int reconnects;
  public int errors;

  /** How many ballots, or reactions, were acknowledged. */
  public int accepted() {
    return IntStream.of(accepted).sum();
  }

  /** How many were answered as expected. */
  int met(Expected expected) {
    return met.getOrDefault(expected, 0);
  }

  /** Something was not as the contract says. */
  void error(String what) {
    errors++;
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(what);
    }
  }

  /** A request had no answer, and is not sent again. */
  void lost(Request request) {
    unknown[request.option()]++;
    error(request.viewer() + " had no answer");
  }

  /**
   * A request was answered for good.
   *
   * @param fromDue nanoseconds since it was due
   * @param fromSent nanoseconds since it was sent
   */
  void answered(Request request, int status, Buffer body, long fromDue, long fromSent) {
    String problem = problem(request, status, body);
    if (problem == null) {
      met.merge(request.expected(), 1, Integer::sum);
      latencies.add(fromDue);
      sinceSent.add(fromSent);
    } else {
      unknown[request.option()]++;
      error(request.viewer() + ' ' + problem);
    }
  }

  /** What is wrong with an answer; {@code null}: nothing. Counts what was acknowledged. */
  private String problem(Request request, int status, Buffer body) {
    Expected expected = request.expected();
    if (status != expected.status()) {
      return "was answered " + status + " and not " + expected.status() + ": " + body;
    }
    if (expected == Expected.ACCEPTED || expected == Expected.REACTION) {
      accepted[request.option()]++;
      return null;
    }
    Answer answer = new Answer(status, Json.parse(body.toString()));
    boolean hasOption =
        answer.body().path("options").size() == 1
            && Poll.OPTIONS.get(request.option()).equals(answer.body().at("/options/0").asText());
    if (expected == Expected.RECEIPT) {
      return hasOption ? receiptProblem(request, answer.body()) : "got no such option: " + body;
    }
    return answer.isProblem(status, expected.problem())
            && (hasOption || expected != Expected.ALREADY_VOTED)
        ? null
        : "was not answered " + expected.problem() + " for its option: " + body;
  }

  private String receiptProblem(Request request, JsonNode body) {
    String receipt = body.path("receipt").asText();
    if (receipt.isEmpty()) {
      return "got no receipt: " + body;
    }
    String before = receipts.putIfAbsent(request.viewer(), receipt);
    if (before == null) {
      accepted[request.option()]++;
    }
    return before == null || before.equals(receipt)
        ? null
        : "got the receipts " + before + " and " + receipt;
  }

  /** One line. */
  @Override
  public String toString() {
    return "sent %d  answered as expected %d  accepted %d  retried %d  reconnects %d  errors %d  %s"
        .formatted(sent, latencies.size(), accepted(), retried, reconnects, errors, latencies);
  }
}
