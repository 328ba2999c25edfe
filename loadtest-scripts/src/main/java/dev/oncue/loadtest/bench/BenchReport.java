package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the bench says about its variants. */
record BenchReport(Variant floor, Variant local) {
  private static final String ROW = "%-8s %12s %10s %8s %8s  %s%n";

  /** Prints the medians and, per round, how many times the floor's CPU a vote costs. */
  void print() {
    System.out.printf(ROW, "variant", "CPU us/vote", "votes/s", "p50 ms", "p99 ms", "correct");
    print(floor);
    print(local);
    double[] ratios = ratios();
    StringBuilder perRound = new StringBuilder();
    for (double ratio : ratios) {
      perRound.append("%.2f ".formatted(ratio));
    }
    System.out.printf(
        "CPU local/floor per round: %s median: %.2f%n", perRound, Figures.median(ratios));
  }

  /** Writes {@code bench.json}. */
  void write(Path file) throws IOException {
    Files.writeString(file, Json.text(List.of(json(floor), json(local))) + '\n');
  }

  private static void print(Variant variant) {
    Figures median = Figures.median(variant.rounds());
    System.out.printf(
        ROW,
        variant.name(),
        "%.1f".formatted(median.cpuMicrosPerVote()),
        "%.0f".formatted(median.votesPerSecond()),
        "%.2f".formatted(median.p50Millis()),
        "%.2f".formatted(median.p99Millis()),
        median.correct());
  }

  private double[] ratios() {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < floor.rounds().size(); i++) {
      ratios.add(
          local.rounds().get(i).cpuMicrosPerVote() / floor.rounds().get(i).cpuMicrosPerVote());
    }
    return ratios.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Map<String, Object> json(Variant variant) {
    Figures median = Figures.median(variant.rounds());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("variant", variant.name());
    json.put("cpu_us_per_vote", Map.of(variant.name(), rounded(median.cpuMicrosPerVote())));
    json.put("votes_per_s", rounded(median.votesPerSecond()));
    json.put("p50_ms", rounded(median.p50Millis()));
    json.put("p99_ms", rounded(median.p99Millis()));
    json.put("correct", median.correct());
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
