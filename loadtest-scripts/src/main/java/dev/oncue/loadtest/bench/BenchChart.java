package dev.oncue.loadtest.bench;

import java.util.Locale;
import java.util.Map;

/** What a vote costs, as a picture: a bar for each variant, with a part for each process. */
final class BenchChart {
  private static final int WIDTH = 900;
  private static final int LEFT = 130;
  private static final int RIGHT = 90;
  private static final int TOP = 48;
  private static final int BAR = 26;
  private static final int STEP = 40;

  /** Okabe and Ito's, which everyone can tell apart. */
  private static final String[] COLOURS = {"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9"};

  private BenchChart() {}

  /**
   * The chart as an SVG document.
   *
   * @param cpuMicros CPU time of each process per vote, by variant, in µs
   */
  static String svg(Map<String, Map<String, Double>> cpuMicros) {
    double longest = cpuMicros.values().stream().mapToDouble(BenchChart::sum).max().orElse(1);
    double scale = (WIDTH - LEFT - RIGHT) / Math.max(longest, 0.01);
    int height = TOP + STEP * cpuMicros.size() + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="10" y="26" font-size="16">CPU time of a vote, µs, all processes</text>
        """
            .formatted(WIDTH, height));
    int y = TOP;
    for (Map.Entry<String, Map<String, Double>> variant : cpuMicros.entrySet()) {
      svg.append(bar(variant.getKey(), variant.getValue(), y, scale));
      y += STEP;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String bar(String variant, Map<String, Double> processes, int y, double scale) {
    StringBuilder bar = new StringBuilder();
    int base = y + BAR - 8;
    bar.append("<text x=\"10\" y=\"%d\">%s</text>\n".formatted(base, variant));
    double x = LEFT;
    int colour = 0;
    for (Map.Entry<String, Double> process : processes.entrySet()) {
      double width = process.getValue() * scale;
      bar.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\">"
                  + "<title>%s: %.2f µs</title></rect>\n",
              x,
              y,
              width,
              BAR,
              COLOURS[colour++ % COLOURS.length],
              process.getKey(),
              process.getValue()));
      x += width;
    }
    String sum =
        String.format(
            Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%.1f</text>\n", x + 8, base, sum(processes));
    return bar.append(sum).toString();
  }

  private static double sum(Map<String, Double> processes) {
    return processes.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
