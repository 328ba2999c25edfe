package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the bench says about its variants.
 *
 * @param variants the first one is what the others are compared with
 */
record BenchReport(List<Variant> variants) {
  private static final String ROW = "%-14s %12s %10s %8s %8s %8s  %-8s %s%n";

  /** Prints the medians and, per round, how many times the floor's CPU a vote costs. */
  void print() {
    System.out.printf(
        ROW,
        "variant",
        "CPU us/vote",
        "votes/s",
        "p50 ms",
        "p99 ms",
        "p999 ms",
        "correct",
        "CPU by process");
    variants.forEach(BenchReport::print);
    variants.stream().skip(1).forEach(this::printRatios);
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
        "%.2f".formatted(median.p999Millis()),
        median.correct(),
        median.cpuMicros().size() > 1 ? rounded(median.cpuMicros()) : "");
  }

  private void printRatios(Variant variant) {
    List<Figures> floor = variants.get(0).rounds();
    double[] ratios =
        IntStream.range(0, floor.size())
            .mapToDouble(
                i -> variant.rounds().get(i).cpuMicrosPerVote() / floor.get(i).cpuMicrosPerVote())
            .toArray();
    StringBuilder perRound = new StringBuilder();
    for (double ratio : ratios) {
      perRound.append("%.2f ".formatted(ratio));
    }
    System.out.printf(
        "CPU %s/%s per round: %s median: %.2f%n",
        variant.name(), variants.get(0).name(), perRound, Figures.median(ratios));
  }

  /** Writes {@code bench.json} and {@code bench.svg}. */
  void write(Path folder) throws IOException {
    String json = Json.text(variants.stream().map(BenchReport::json).toList()) + '\n';
    Files.writeString(folder.resolve("bench.json"), json);
    Map<String, Map<String, Double>> cpuMicros = new LinkedHashMap<>();
    variants.forEach(each -> cpuMicros.put(each.name(), Figures.median(each.rounds()).cpuMicros()));
    Files.writeString(folder.resolve("bench.svg"), BenchChart.svg(cpuMicros));
  }

  private static Map<String, Object> json(Variant variant) {
    Figures median = Figures.median(variant.rounds());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("variant", variant.name());
    json.put("cpu_us_per_vote", rounded(median.cpuMicros()));
    json.put("votes_per_s", rounded(median.votesPerSecond()));
    json.put("p50_ms", rounded(median.p50Millis()));
    json.put("p99_ms", rounded(median.p99Millis()));
    json.put("p999_ms", rounded(median.p999Millis()));
    json.put("correct", median.correct());
    return json;
  }

  private static Map<String, Double> rounded(Map<String, Double> values) {
    Map<String, Double> rounded = new LinkedHashMap<>();
    values.forEach((name, value) -> rounded.put(name, rounded(value)));
    return rounded;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
