package dev.oncue.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.scenario.Load;
import dev.oncue.loadtest.scenario.OpenLoop;
import dev.oncue.loadtest.scenario.Poll;
import dev.oncue.loadtest.scenario.Results;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A started server that is measured.
 *
 * @param name its name in reports
 * @param port where votes are taken
 * @param pids its processes by what they are
 * @param engine opens and closes its polls; {@code null}: it knows none
 */
record Subject(String name, int port, Map<String, Long> pids, Engine engine) {
  /** Sends a round of votes, each connection the next one when its last is answered. */
  Figures measure(Vertx vertx, int connections, Poll poll, Load votes)
      throws IOException, InterruptedException {
    if (engine != null) {
      engine.open(poll.opening(null, votes.count()));
    }
    Results results = new Results();
    OpenLoop loop = new OpenLoop(vertx, List.of(Target.local(port)), connections, results);
    loop.connect();
    Map<String, Duration> before = cpu();
    long start = System.nanoTime();
    loop.send(votes);
    loop.awaitAnswers();
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Double> perVote = new LinkedHashMap<>();
    cpu()
        .forEach(
            (what, now) ->
                perVote.put(what, now.minus(before.get(what)).toNanos() / 1e3 / votes.count()));
    loop.leave();
    return new Figures(
        perVote,
        votes.count() / seconds,
        results.sinceSent.millis(0.5),
        results.sinceSent.millis(0.99),
        results.sinceSent.millis(0.999),
        isCorrect(poll, votes.count(), results));
  }

  /** The CPU time that each of its processes has used so far. */
  Map<String, Duration> cpu() {
    Map<String, Duration> times = new LinkedHashMap<>();
    pids.forEach((what, pid) -> times.put(what, cpu(ProcessHandle.of(pid).orElseThrow())));
    return times;
  }

  /**
   * The CPU time that a process and those it has started and that still run have used so far, in
   * all threads. Linux counts it in hundredths of a second.
   */
  static Duration cpu(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private boolean isCorrect(Poll poll, int votes, Results results)
      throws IOException, InterruptedException {
    boolean allAccepted = results.accepted() == votes && results.errors == 0;
    if (engine == null) {
      return allAccepted;
    }
    JsonNode result = engine.close(poll.stream(), poll.id()).path("result");
    int counted = 0;
    for (JsonNode count : result.path("counts")) {
      counted += count.asInt();
    }
    return allAccepted
        && result.path("final").asBoolean()
        && result.path("ballots").asInt() == votes
        && counted == votes;
  }
}
