package dev.oncue.coldstart;

import dev.oncue.coldstart.Report.Row;
import dev.oncue.coldstart.Simulation.World;
import dev.oncue.coldstart.WarmPool.Announcement;
import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of the simulation: one show with and without the warm pool, as tables on stdout,
 * as {@code warm-pool.json} and as {@code warm-pool.svg}.
 */
public final class WarmPoolBench {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  /** What is left to do after a window has to be over before the end. */
  private static final Duration SHORTEST_EVERY = Duration.ofMinutes(4);

  static final Set<String> OPTIONS =
      Set.of(
          "--viewers",
          "--participation",
          "--within",
          "--windows",
          "--every",
          "--window",
          "--expected",
          "--connected",
          "--lead",
          "--capacity",
          "--answer-time",
          "--max-waiting",
          "--min-scale",
          "--max-scale",
          "--scale-down-delay",
          "--starts-file",
          "--starts",
          "--other-starts",
          "--scheduling",
          "--image-pull",
          "--seed",
          "--out");

  private WarmPoolBench() {}

  /** Plays the show; exits with 2 when an option is bad. */
  public static void main(String[] args) {
    Program.start(words -> run(Options.parse(words, OPTIONS, Set.of())), args);
  }

  private static boolean run(Options options) throws BadOptionException, IOException {
    Comparison comparison = comparison(options);
    Path out = Path.of(options.text("--out", "target/bench"));
    Show show = comparison.world().show();
    List<Outcome> first = comparison.firstWindow();
    Map<String, List<Row>> tables = new LinkedHashMap<>();
    tables.put("one window in " + show.span(), rows(first));
    tables.put(show.windows() + " windows in " + show.span(), wholeShow(comparison));
    tables.put("one window, but", comparison.whatIfs());
    System.out.println("A simulation; nothing of it ran on a cluster.\n");
    tables.forEach((title, rows) -> System.out.println(Report.table(title, rows)));
    Files.createDirectories(out);
    Files.writeString(out.resolve("warm-pool.svg"), Chart.svg(first, show.openings()[0]));
    Files.writeString(out.resolve("warm-pool.json"), Report.json(comparison, tables));
    return true;
  }

  private static List<Row> wholeShow(Comparison comparison) {
    List<Row> rows = new ArrayList<>(rows(comparison.wholeShow()));
    rows.addAll(comparison.wholeShowWithoutDelay());
    return rows;
  }

  private static List<Row> rows(List<Outcome> outcomes) {
    return outcomes.stream().map(outcome -> new Row(outcome.variant(), outcome.figures())).toList();
  }

  /** What the options say, or their defaults, which are those of knative/README.md. */
  static Comparison comparison(Options options) throws BadOptionException, IOException {
    Show show = show(options);
    Scaling scaling =
        new Scaling(
            100,
            options.integer("--max-scale", 100, 1, 10_000),
            options.duration("--scale-down-delay", Duration.ofMinutes(5), Duration.ZERO, HOUR));
    Starts starts = Starts.read(Path.of(options.text("--starts-file", "starts.json")));
    Startup startup = startup(options, starts.of(options.text("--starts", "java 25, cache")));
    Startup other = startup(options, starts.of(options.text("--other-starts", "java 25")));
    int seed = options.integer("--seed", 1, 0, Integer.MAX_VALUE);
    World world = new World(show, serving(options), startup, scaling, seed);
    return new Comparison(world, announcement(options, show, scaling), other);
  }

  private static Show show(Options options) throws BadOptionException {
    return new Show(
        options.integer("--viewers", 100_000, 0, 1_000_000),
        options.integer("--participation", 75, 0, 100),
        options.duration("--within", Duration.ofSeconds(1), MILLI, MINUTE),
        options.integer("--windows", 6, 1, 12),
        options.duration("--every", Duration.ofMinutes(10), SHORTEST_EVERY, HOUR),
        options.duration("--window", Duration.ofSeconds(20), Duration.ofSeconds(1), MINUTE));
  }

  private static Serving serving(Options options) throws BadOptionException {
    return new Serving(
        options.integer("--capacity", 5_000, 1, 1_000_000),
        options.duration("--answer-time", Duration.ofMillis(3), Duration.ZERO, MINUTE),
        options.integer("--max-waiting", 50_000, 0, Integer.MAX_VALUE));
  }

  private static Startup startup(Options options, List<Double> seconds) throws BadOptionException {
    return new Startup(
        seconds,
        options.duration("--scheduling", Duration.ofSeconds(2), Duration.ZERO, HOUR),
        options.duration("--image-pull", Duration.ZERO, Duration.ZERO, HOUR));
  }

  private static Announcement announcement(Options options, Show show, Scaling scaling)
      throws BadOptionException {
    // Not before the simulation begins, and not before the window that was before.
    Duration earliest = show.every().dividedBy(2);
    return new Announcement(
        options.integer("--expected", show.viewers(), 0, 100_000_000),
        options.integer("--connected", 0, 0, 100_000_000),
        options.duration("--lead", Duration.ofMinutes(2), Duration.ZERO, earliest),
        options.integer("--min-scale", 1, 0, scaling.maxScale()));
  }
}
