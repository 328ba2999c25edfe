package dev.oncue.loadtest.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Engine;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A server that is compared, and its rounds so far. */
final class Variant {
  private final String name;
  private final int port;
  private final Map<String, Long> pids;
  private final Engine engine;
  private final List<Figures> rounds = new ArrayList<>();

  /**
   * A started server.
   *
   * @param port where votes are taken
   * @param pids its processes, by what they are
   * @param engine opens and closes its polls; {@code null}: it knows none
   */
  Variant(String name, int port, Map<String, Long> pids, Engine engine) {
    this.name = name;
    this.port = port;
    this.pids = pids;
    this.engine = engine;
  }

  String name() {
    return name;
  }

  List<Figures> rounds() {
    return rounds;
  }

  /** Sends a round and says what it measured. */
  Figures send(LoadGenerator load, Votes votes)
      throws IOException, InterruptedException, TimeoutException {
    if (engine != null) {
      engine.open(Votes.opening(votes.poll()));
    }
    List<NetSocket> sockets = load.connect(port);
    Map<String, Long> before = cpu();
    Round.Sent sent = load.send(votes, sockets);
    Map<String, Double> perVote = new LinkedHashMap<>();
    cpu()
        .forEach(
            (what, now) -> perVote.put(what, (double) (now - before.get(what)) / sent.answered()));
    sockets.forEach(socket -> socket.closeHandler(null).close());
    return new Figures(
        perVote,
        sent.answered() / sent.seconds(),
        sent.latencies().millis(0.5),
        sent.latencies().millis(0.99),
        sent.latencies().millis(0.999),
        isCorrect(votes, sent));
  }

  private Map<String, Long> cpu() throws IOException {
    Map<String, Long> micros = new LinkedHashMap<>();
    for (Map.Entry<String, Long> process : pids.entrySet()) {
      micros.put(process.getKey(), Cpu.micros(process.getValue()));
    }
    return micros;
  }

  /** Sends a round that counts. */
  void measure(LoadGenerator load, Votes votes)
      throws IOException, InterruptedException, TimeoutException {
    rounds.add(send(load, votes));
  }

  private boolean isCorrect(Votes votes, Round.Sent sent) throws IOException, InterruptedException {
    boolean allAccepted = sent.accepted() == votes.requests().size();
    if (engine == null) {
      return allAccepted;
    }
    JsonNode result = engine.close(Votes.STREAM, votes.poll()).path("result");
    int counted = 0;
    for (JsonNode count : result.path("counts")) {
      counted += count.asInt();
    }
    return allAccepted
        && result.path("final").asBoolean()
        && result.path("ballots").asInt() == sent.accepted()
        && counted == sent.accepted();
  }
}
