package dev.oncue.loadtest.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a vote costs, as a picture: a bar for each variant with a part for each process, and a
 * legend. A process has the same colour in all variants.
 */
final class BenchChart {
  private static final int WIDTH = 900;
  private static final int LEFT = 130;
  private static final int RIGHT = 90;
  private static final int LEGEND = 46;
  private static final int LEGEND_STEP = 24;
  private static final int SWATCH = 14;
  private static final int LETTER = 8;
  private static final int BAR = 26;
  private static final int STEP = 40;

  /** Okabe and Ito's, which everyone can tell apart, with a grey for their black. */
  private static final List<String> COLOURS =
      List.of(
          "#999999", "#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#D55E00", "#CC79A7");

  private final Map<String, Map<String, Double>> cpuMicros;
  private final List<String> processes;
  private final StringBuilder svg = new StringBuilder();

  private BenchChart(Map<String, Map<String, Double>> cpuMicros) {
    this.cpuMicros = cpuMicros;
    Set<String> names = new LinkedHashSet<>();
    cpuMicros.values().forEach(variant -> names.addAll(variant.keySet()));
    processes = new ArrayList<>(names);
  }

  /**
   * The chart as an SVG document.
   *
   * @param cpuMicros CPU time of each process per vote, by variant, in µs
   */
  static String svg(Map<String, Map<String, Double>> cpuMicros) {
    return new BenchChart(cpuMicros).draw();
  }

  private String draw() {
    int y = legend() + 20;
    for (Map.Entry<String, Map<String, Double>> variant : cpuMicros.entrySet()) {
      bar(variant.getKey(), variant.getValue(), y);
      y += STEP;
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="10" y="26" font-size="16">CPU time of a vote, µs, all processes</text>
        %s</svg>
        """
        .formatted(WIDTH, y, svg);
  }

  /**
   * A swatch and a name for each process, in as many lines as it takes; where the last one ends.
   */
  private int legend() {
    int x = 10;
    int y = LEGEND;
    for (String process : processes) {
      int width = SWATCH + 6 + process.length() * LETTER + 18;
      if (x + width > WIDTH) {
        x = 10;
        y += LEGEND_STEP;
      }
      rect(x, y, SWATCH, SWATCH, process, process);
      text(x + SWATCH + 6, y + SWATCH - 2, process);
      x += width;
    }
    return y + SWATCH;
  }

  private void bar(String variant, Map<String, Double> parts, int y) {
    int base = y + BAR - 8;
    text(10, base, variant);
    double x = LEFT;
    for (Map.Entry<String, Double> part : parts.entrySet()) {
      double width = part.getValue() * scale();
      String label = String.format(Locale.ROOT, "%s: %.2f µs", part.getKey(), part.getValue());
      rect(x, y, width, BAR, part.getKey(), label);
      x += width;
    }
    text(x + 8, base, String.format(Locale.ROOT, "%.1f", sum(parts)));
  }

  private double scale() {
    double longest = cpuMicros.values().stream().mapToDouble(BenchChart::sum).max().orElse(1);
    return (WIDTH - LEFT - RIGHT) / Math.max(longest, 0.01);
  }

  private static double sum(Map<String, Double> parts) {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private void rect(double x, int y, double width, int height, String process, String title) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"white\">"
                + "<title>%s</title></rect>%n",
            x,
            y,
            width,
            height,
            COLOURS.get(processes.indexOf(process) % COLOURS.size()),
            title));
  }

  private void text(double x, int y, String text) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>%n", x, y, text));
  }
}
