package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.CommandLines;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.LoadTestException;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.scenario.Load;
import dev.oncue.loadtest.scenario.Poll;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What a vote costs: all variants get the same requests, in rounds by turns. Exit status 0: every
 * vote of every measured round was accepted, and the final result has as many ballots.
 */
@Command(name = "bench/run", resourceBundle = CommandLines.TEXTS)
public final class VoteBench implements Callable<Integer> {
  private static final String ROW = "%-14s %12s %10s %8s %8s %8s  %-8s %s%n";
  private static final Object[] HEAD = {
    "variant", "CPU us/vote", "votes/s", "p50 ms", "p99 ms", "p999 ms", "correct", "CPU by process"
  };

  @Mixin BenchOptions options = new BenchOptions();

  @Option(names = "--variants", split = ",")
  List<Contender> variants;

  @Option(names = "--quick")
  boolean quick;

  @Option(names = "--rounds", paramLabel = "1..100")
  Integer rounds;

  @Option(names = "--warm-up", paramLabel = "0..100")
  Integer warmUps;

  @Option(names = "--votes", paramLabel = "1000..500000")
  Integer votes;

  @Option(names = "--connections", paramLabel = "1..1000", defaultValue = "64")
  int connections;

  private final Tokens tokens = BenchOptions.tokens();

  /** Runs the benchmark and exits with 0 when all rounds were correct. */
  public static void main(String[] args) {
    CommandLines.run(new VoteBench(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    warmUps = warmUps == null ? quick ? 4 : 30 : warmUps;
    rounds = rounds == null ? quick ? 3 : 7 : rounds;
    votes = votes == null ? quick ? 10_000 : 50_000 : votes;
    List<Contender> contenders = contenders();
    List<String> flags = options.jvmFlags("-Xmx1g -XX:+UseParallelGC");
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        "%d rounds of %d votes after %d to warm up, %d connections, closed loop; %d cores, Java %s,"
            + " flags %s%n",
        rounds, votes, warmUps, connections, cores, Runtime.version(), flags);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (Servers servers = options.servers(flags)) {
      List<Subject> subjects = new ArrayList<>();
      for (Contender contender : contenders) {
        subjects.add(servers.start(contender, tokens));
      }
      return report(measure(vertx, subjects)) ? 0 : 1;
    } finally {
      vertx.close();
    }
  }

  /** Those asked for, or all that can run here but the largest. */
  private List<Contender> contenders() {
    if (variants == null) {
      Map<Boolean, List<Contender>> byRunning =
          Stream.of(Contender.values())
              .filter(contender -> contender != Contender.THREE_SERVERS)
              .collect(Collectors.partitioningBy(Contender::canRun));
      byRunning.get(false).forEach(one -> System.out.println("left out: " + one.installHint()));
      return byRunning.get(true);
    }
    for (Contender contender : variants) {
      if (!contender.canRun()) {
        throw LoadTestException.badOption(contender.installHint());
      }
    }
    return variants.stream().distinct().toList();
  }

  private Map<Subject, List<Figures>> measure(Vertx vertx, List<Subject> subjects)
      throws IOException, InterruptedException {
    Map<Subject, List<Figures>> measured = new LinkedHashMap<>();
    subjects.forEach(subject -> measured.put(subject, new ArrayList<>()));
    for (int i = 1; i <= warmUps + rounds; i++) {
      Poll poll = new Poll("bench", "round-" + i);
      Load round = Load.votes(poll, votes, tokens);
      // By turns another one first: whatever drifts on the machine hits all alike.
      List<Subject> order = new ArrayList<>(subjects);
      Collections.rotate(order, i);
      for (Subject subject : order) {
        Figures figures = subject.measure(vertx, connections, poll, round);
        if (i > warmUps) {
          measured.get(subject).add(figures);
        }
      }
    }
    return measured;
  }

  /** Prints the medians and the ratios, and writes {@code bench.json}; whether all was correct. */
  private boolean report(Map<Subject, List<Figures>> measured) throws IOException {
    Map<String, Figures> medians = new LinkedHashMap<>();
    measured.forEach((subject, all) -> medians.put(subject.name(), Figures.median(all)));
    System.out.printf(ROW, HEAD);
    medians.forEach(VoteBench::print);
    List<Figures> first = measured.values().iterator().next();
    measured.forEach((subject, all) -> printRatios(subject, all, first));
    Files.writeString(options.out().resolve("bench.json"), Json.text(medians) + '\n');
    return medians.values().stream().allMatch(Figures::correct);
  }

  private static void print(String name, Figures median) {
    System.out.printf(
        ROW,
        name,
        "%.1f".formatted(median.cpuMicrosPerVote()),
        "%.0f".formatted(median.votesPerSecond()),
        "%.2f".formatted(median.p50Millis()),
        "%.2f".formatted(median.p99Millis()),
        "%.2f".formatted(median.p999Millis()),
        median.correct(),
        median.cpuMicros().size() > 1 ? median.cpuMicros() : "");
  }

  private static void printRatios(Subject subject, List<Figures> all, List<Figures> first) {
    if (all == first) {
      return;
    }
    double[] ratios =
        IntStream.range(0, all.size())
            .mapToDouble(i -> all.get(i).cpuMicrosPerVote() / first.get(i).cpuMicrosPerVote())
            .toArray();
    StringBuilder perRound = new StringBuilder();
    DoubleStream.of(ratios).forEach(ratio -> perRound.append("%.2f ".formatted(ratio)));
    System.out.printf(
        "CPU of %s to the first, per round: %s median: %.2f%n",
        subject.name(), perRound, Figures.median(ratios));
  }
}
