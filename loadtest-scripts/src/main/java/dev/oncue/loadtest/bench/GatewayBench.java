package dev.oncue.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.CommandLines;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.scenario.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a ballot costs that a gateway sends with 999 others ({@code POST /votes}). Exit status 0: it
 * is at most what was asked for, and each ballot was accepted and is in the final result.
 */
@Command(name = "bench/gateway", resourceBundle = CommandLines.TEXTS)
public final class GatewayBench implements Callable<Integer> {
  private static final int TOGETHER = 1_000;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(names = "--variant", defaultValue = "one-server")
  Contender variant;

  @Option(names = "--rounds", paramLabel = "1..100", defaultValue = "5")
  int rounds;

  @Option(names = "--warm-up", paramLabel = "0..100", defaultValue = "10")
  int warmUps;

  @Option(names = "--requests", paramLabel = "1..1000", defaultValue = "200")
  int requests;

  @Option(names = "--at-most-micros", paramLabel = "1..1000", defaultValue = "3")
  int mostMicros;

  private final Tokens tokens = BenchOptions.tokens();

  /** Runs the benchmark and exits with 0 when a ballot costs no more than asked for. */
  public static void main(String[] args) {
    CommandLines.run(new GatewayBench(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> flags = options.jvmFlags("-Xmx1g -XX:+UseParallelGC");
    try (Servers servers = options.servers(flags)) {
      Subject subject = servers.start(variant, tokens);
      double[] micros = new double[rounds];
      boolean correct = true;
      for (int i = -warmUps; i < rounds; i++) {
        Duration before = total(subject);
        correct &= isCounted(subject, new Poll("bench", "round-" + (warmUps + i)));
        micros[Math.max(0, i)] = total(subject).minus(before).toNanos() / 1e3 / requests / TOGETHER;
      }
      double median = Figures.median(micros);
      System.out.printf(
          "%s, %d ballots: %.2f us of CPU each (median of %d rounds), at most %d wanted; %s%n",
          subject.name(),
          requests * TOGETHER,
          median,
          rounds,
          mostMicros,
          correct ? "all counted" : "not all counted");
      return correct && median <= mostMicros ? 0 : 1;
    }
  }

  private static Duration total(Subject subject) {
    return subject.cpu().values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** Sends a round, one request after the other, and closes the poll. */
  private boolean isCounted(Subject subject, Poll poll) throws InterruptedException {
    int ballots = requests * TOGETHER;
    subject.engine().open(poll.opening(null, ballots));
    boolean accepted = true;
    for (int first = 0; first < ballots; first += TOGETHER) {
      JsonNode outcomes = subject.engine().votes(request(poll, first)).path("outcomes");
      for (JsonNode outcome : outcomes) {
        accepted &= outcome.path("outcome").asText().equals("accepted");
      }
      accepted &= outcomes.size() == TOGETHER;
    }
    JsonNode result = subject.engine().close(poll.stream(), poll.id()).path("result");
    return accepted && result.path("ballots").asInt() == ballots;
  }

  private static Map<String, Object> request(Poll poll, int first) {
    List<Map<String, String>> ballots =
        IntStream.range(first, first + TOGETHER)
            .mapToObj(
                viewer ->
                    Map.of(
                        "viewer", poll.viewer(viewer),
                        "option", Poll.OPTIONS.get(Poll.choice(viewer))))
            .toList();
    return Map.of("stream", poll.stream(), "poll", poll.id(), "ballots", ballots);
  }
}
