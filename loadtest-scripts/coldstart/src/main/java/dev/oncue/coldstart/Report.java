package dev.oncue.coldstart;

import dev.oncue.coldstart.Simulation.World;
import dev.oncue.loadtest.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures as a table in Markdown, which is as readable in a terminal, and as JSON. */
final class Report {
  private static final String HEAD =
      """
      | %s | votes | cold | refused | within 1 s | p50, p99, p99.9, max | last answer | most instances | instance-seconds |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private Report() {}

  /**
   * @param name of a way to have instances
   */
  record Row(String name, Figures figures) {}

  static String table(String title, List<Row> rows) {
    StringBuilder table = new StringBuilder(HEAD.formatted(title));
    rows.forEach(row -> table.append(line(row.name(), row.figures())));
    return table.toString();
  }

  /** All of it: what was played, with which starts, and the figures of each table. */
  static String json(Comparison comparison, Map<String, List<Row>> tables) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("simulation", true);
    all.put("settings", settings(comparison));
    all.put("starts", comparison.world().startup().seconds());
    all.put("otherStarts", comparison.otherStartup().seconds());
    tables.forEach((title, rows) -> all.put(title, figures(rows)));
    return Json.text(all);
  }

  private static Map<String, Object> settings(Comparison comparison) {
    World world = comparison.world();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("show", world.show().toString());
    settings.put("serving", world.serving().toString());
    settings.put("scaling", world.scaling().toString());
    settings.put("announced", comparison.announced().toString());
    settings.put("scheduling", world.startup().scheduling().toString());
    settings.put("imagePull", world.startup().imagePull().toString());
    settings.put("seed", world.seed());
    return settings;
  }

  private static Map<String, Object> figures(List<Row> rows) {
    Map<String, Object> figures = new LinkedHashMap<>();
    rows.forEach(row -> figures.put(row.name(), row.figures()));
    return figures;
  }

  private static String line(String name, Figures figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %,d | %s, %s, %s, %s | %s | %d | %,.0f |%n",
        name,
        figures.votes(),
        figures.cold(),
        figures.refused(),
        figures.withinSecond(),
        time(figures.p50Millis()),
        time(figures.p99Millis()),
        time(figures.p999Millis()),
        time(figures.maxMillis()),
        time(figures.lastSeconds() * 1e3),
        figures.mostInstances(),
        figures.instanceSeconds());
  }

  private static String time(double millis) {
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
