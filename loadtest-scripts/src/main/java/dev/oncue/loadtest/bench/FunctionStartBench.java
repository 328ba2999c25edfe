package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Engine;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * How long it takes from starting the function vote until its first vote is answered, with and
 * without a cache, by turns: a server of the grid runs already, and a poll is open.
 */
public final class FunctionStartBench {
  private static final String POLL = "first";
  private static final int UNAVAILABLE = 503;
  private static final Set<String> OPTIONS =
      Set.of(
          "--function",
          "--functions",
          "--cluster",
          "--java",
          "--jvm-flags",
          "--starts",
          "--within",
          "--out");

  private final Path script;
  private final Path out;
  private final int starts;
  private final Duration within;
  private final Map<Start, StartTimes> times = new LinkedHashMap<>();
  private final Tokens tokens = new Tokens(LocalEngine.secret());
  private int viewers;

  /** One way to start it. */
  private record Start(String name, boolean cached, Path javaHome, List<String> arguments) {}

  private FunctionStartBench(Options options) throws BadOptionException {
    script = Path.of(options.text("--cluster", ""));
    out = Path.of(options.text("--out", "target/bench"));
    starts = options.integer("--starts", 20, 1, 100);
    within =
        options.duration(
            "--within", Duration.ofMillis(700), Duration.ofMillis(1), Duration.ofMinutes(1));
    for (Start start : starts(options)) {
      times.put(start, new StartTimes());
    }
  }

  private static List<Start> starts(Options options) throws BadOptionException {
    String function = options.text("--function", "");
    if (!function.equals("vote")) {
      throw new BadOptionException("--function must be vote, which takes votes, not " + function);
    }
    Path built = Path.of(options.text("--functions", ""), function, "target", "quarkus-app");
    Path jar = existing(built.resolve("quarkus-run.jar"), "'./mvnw package' builds it");
    List<String> flags = List.of(options.text("--jvm-flags", "-Xmx256m").strip().split("\\s+"));
    List<Start> starts = new ArrayList<>();
    for (Jdk jdk : Jdk.read(options.text("--java", System.getProperty("java.home")))) {
      String make = "JAVA_HOME=" + jdk.home() + " functions/cache " + function + " makes it";
      Path cached = existing(built.resolve("java-" + jdk.version() + ".args"), make);
      String name = "java " + jdk.version();
      starts.add(new Start(name, false, jdk.home(), with(flags, "-jar", jar.toString())));
      starts.add(
          new Start(
              name + ", cache", true, jdk.home(), with(flags, jdk.insistOnCache(), "@" + cached)));
    }
    return starts;
  }

  private static Path existing(Path file, String make) throws BadOptionException {
    if (!Files.isRegularFile(file)) {
      throw new BadOptionException("there is no " + file.normalize() + "; " + make);
    }
    return file.normalize();
  }

  private static List<String> with(List<String> flags, String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return all;
  }

  /** Runs the bench; exits with 0 when the starts with a cache were in time. */
  public static void main(String[] args) {
    Program.start(
        words -> new FunctionStartBench(Options.parse(words, OPTIONS, Set.of())).run(), args);
  }

  private boolean run() throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(out);
    Map<String, String> settings = Map.of("ONCUE_CLUSTER_FUNCTIONS", "poll-open-1");
    try (TemporaryFolder folder = TemporaryFolder.create();
        Cluster cluster = Cluster.start(script, folder.path(), 1, settings)) {
      new Engine(Targets.all(cluster.function("poll-open")), tokens.producer("bench"))
          .open(Votes.opening(POLL));
      measure(cluster.functionSettings());
    }
    times.forEach((start, measured) -> System.out.printf("%-16s %s%n", start.name(), measured));
    Files.writeString(out.resolve("starts.json"), Json.text(seconds()));
    return times.keySet().stream().filter(Start::cached).allMatch(this::isInTime);
  }

  /** One start of each that does not count: what it reads from the disk is in memory then. */
  private void measure(Map<String, String> settings)
      throws IOException, InterruptedException, TimeoutException {
    for (Start start : times.keySet()) {
      firstVote(start, settings);
    }
    for (int i = 1; i <= starts; i++) {
      StringBuilder line = new StringBuilder("start " + i + ":");
      for (Map.Entry<Start, StartTimes> way : times.entrySet()) {
        double seconds = firstVote(way.getKey(), settings);
        way.getValue().add(seconds);
        line.append(String.format("  %s %.2f s", way.getKey().name(), seconds));
      }
      System.out.println(line);
    }
  }

  private double firstVote(Start start, Map<String, String> settings)
      throws IOException, InterruptedException, TimeoutException {
    String viewer = tokens.viewer("viewer-" + viewers++);
    Path log = out.resolve("start-" + start.name().replaceAll("[ ,]+", "-") + ".log");
    long begun = System.nanoTime();
    try (ServerProcess server =
        ServerProcess.start(start.javaHome(), start.arguments(), settings, log)) {
      Engine engine = new Engine(Targets.all(Target.local(server.port())), "");
      server.firstAnswer(() -> counted(engine.vote(viewer, Votes.ballot(POLL)))).expect(200);
      return (System.nanoTime() - begun) / 1e9;
    }
  }

  /** Each start, for {@code bench/warm-pool}. */
  private Map<String, List<Double>> seconds() {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    times.forEach((start, measured) -> seconds.put(start.name(), measured.seconds()));
    return seconds;
  }

  private static Answer counted(Answer answer) {
    return answer.status() == UNAVAILABLE ? null : answer;
  }

  private boolean isInTime(Start start) {
    return times.get(start).median() <= within.toMillis() / 1e3;
  }
}
