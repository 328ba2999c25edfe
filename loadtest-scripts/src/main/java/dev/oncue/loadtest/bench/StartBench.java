package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.CommandLines;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.LoadTestException;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.scenario.Poll;
import java.io.IOException;
import java.io.Reader;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long it takes from starting the local engine, or the function vote, to its first answered
 * vote. The function starts on a grid that runs already, with a poll open.
 */
@Command(name = "bench/start", resourceBundle = CommandLines.TEXTS)
public final class StartBench implements Callable<Integer> {
  private static final Poll POLL = new Poll("bench", "first");
  private static final String VOTE = "functions/vote/target/quarkus-app/";
  private static final int FIRST_WITH_AOT_CACHE = 24;
  private static final int UNAVAILABLE = 503;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(names = "--starts", paramLabel = "1..100")
  Integer starts;

  @Option(names = "--function")
  String function;

  @Option(names = "--java", split = ",")
  List<Path> javaHomes = List.of(ServerProcess.JAVA_HOME);

  @Option(names = "--within", paramLabel = "PT0.001S..PT1M", defaultValue = "PT0.7S")
  Duration within;

  private final Tokens tokens = BenchOptions.tokens();
  private int viewers;

  /** Starts something and stops it; seconds from the start to the first answered vote. */
  private interface Start {
    double seconds() throws IOException, InterruptedException;
  }

  /** Runs the benchmark; exits with 1 when a start failed or is too slow. */
  public static void main(String[] args) {
    CommandLines.run(new StartBench(), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (function == null) {
      measure(1, starts == null ? 5 : starts, Map.of("local", this::startEngine));
      return 0;
    }
    if (!function.equals("vote")) {
      throw LoadTestException.badOption("--function must be vote, not " + function);
    }
    return startFunctions() ? 0 : 1;
  }

  private boolean startFunctions() throws IOException, InterruptedException {
    Map<String, List<String>> commands = commands();
    Map<String, String> settings = Map.of("ONCUE_CLUSTER_FUNCTIONS", "poll-open-1");
    try (Servers servers = options.servers(List.of());
        Cluster cluster = Cluster.start(options.root, servers.temporaryFolder(), 1, settings)) {
      int pollOpen = cluster.function("poll-open").port();
      Engine.local(pollOpen, tokens.producer("bench")).open(POLL.opening(null, 1));
      Map<String, String> environment = cluster.functionSettings();
      Map<String, Start> ways = new LinkedHashMap<>();
      commands.forEach(
          (name, command) -> ways.put(name, () -> startFunction(name, command, environment)));
      // One start of each does not count: what it reads from the disk is in memory then.
      return measure(0, starts == null ? 20 : starts, ways).entrySet().stream()
          .filter(way -> way.getKey().endsWith("cache"))
          .allMatch(way -> median(way.getValue()) <= within.toMillis() / 1e3);
    }
  }

  /** How the function is started: by each JDK, as its jar and from its cache. */
  private Map<String, List<String>> commands() {
    List<String> flags = options.jvmFlags("-Xmx256m");
    String jar = options.built(VOTE + "quarkus-run.jar", "'./mvnw package'").toString();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    for (Path home : javaHomes) {
      int version = version(home);
      String make = "JAVA_HOME=" + home + " functions/cache vote";
      Path cached = options.built(VOTE + "java-" + version + ".args", make);
      // A start that cannot use the cache must fail.
      String insist = version < FIRST_WITH_AOT_CACHE ? "-Xshare:on" : "-XX:AOTMode=on";
      commands.put("java " + version, ServerProcess.java(home, flags, "-jar", jar));
      commands.put(
          "java " + version + ", cache", ServerProcess.java(home, flags, insist, "@" + cached));
    }
    return commands;
  }

  private static int version(Path home) {
    try (Reader release = Files.newBufferedReader(home.resolve("release"))) {
      Properties known = new Properties();
      known.load(release);
      return Version.parse(known.getProperty("JAVA_VERSION").replace("\"", "")).feature();
    } catch (IOException | RuntimeException e) {
      throw LoadTestException.badOption("--java must name folders of JDKs, not '" + home + "'");
    }
  }

  /** Starts each by turns, says how long it took, and writes {@code starts.json}. */
  private Map<String, List<Double>> measure(int first, int last, Map<String, Start> ways)
      throws IOException, InterruptedException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    ways.keySet().forEach(name -> times.put(name, new ArrayList<>()));
    for (int i = first; i <= last; i++) {
      StringBuilder line = new StringBuilder("start " + i + ":");
      for (Map.Entry<String, Start> way : ways.entrySet()) {
        double seconds = Math.round(way.getValue().seconds() * 1e3) / 1e3;
        line.append("  %s %.2f s".formatted(way.getKey(), seconds));
        if (i > 0) {
          times.get(way.getKey()).add(seconds);
        }
      }
      System.out.println(line);
    }
    times.forEach(
        (name, all) ->
            System.out.printf(
                "%-16s median %.2f s  min %.2f s  max %.2f s%n",
                name, median(all), Collections.min(all), Collections.max(all)));
    Files.writeString(options.out().resolve("starts.json"), Json.text(times));
    return times;
  }

  private double startEngine() throws IOException, InterruptedException {
    try (Servers servers = options.servers(options.jvmFlags(""))) {
      long begun = System.nanoTime();
      ServerProcess server = servers.localEngine();
      Engine engine = Engine.local(server.port(), tokens.producer("bench"));
      server.firstAnswer(() -> engine.open(POLL.opening(null, 1)));
      engine.vote(tokens.viewer("viewer-1"), POLL.ballot(0)).expect(200);
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  private double startFunction(String name, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    String viewer = tokens.viewer("viewer-" + viewers++);
    Path log = options.out().resolve("start-" + name.replaceAll("[ ,]+", "-") + ".log");
    long begun = System.nanoTime();
    try (ServerProcess server = ServerProcess.start(command, environment, log)) {
      Engine engine = Engine.local(server.port(), "");
      server.firstAnswer(() -> ready(engine.vote(viewer, POLL.ballot(0)))).expect(200);
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  /** {@code null}: not yet. */
  private static Answer ready(Answer answer) {
    return answer.status() == UNAVAILABLE ? null : answer;
  }

  private static double median(List<Double> seconds) {
    return Figures.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
