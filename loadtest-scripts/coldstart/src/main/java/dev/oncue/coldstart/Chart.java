package dev.oncue.coldstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * One window as a picture: how many instances there were, and how many votes were answered, by the
 * time since it opened; a line for each variant. Readable on light and on dark pages. The colours
 * are some of Okabe and Ito's, which everyone can tell apart.
 */
final class Chart {
  private static final int WIDTH = 900;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int PANEL = 190;
  private static final int FIRST_TOP = 92;
  private static final int SECOND_TOP = 352;
  private static final int HEIGHT = 592;
  private static final int POINTS = 820;
  private static final int GRID_LINES = 4;

  private static final List<Double> STEPS = List.of(1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0);

  /** Lines that lie on each other are told by their dashes. */
  private static final List<String> DASHES = List.of("none", "9 3", "none", "3 5");

  private final List<Outcome> outcomes;
  private final double opensAt;
  private final StringBuilder svg = new StringBuilder();

  private Chart(List<Outcome> outcomes, long opensAt) {
    this.outcomes = outcomes;
    this.opensAt = opensAt / 1e9;
  }

  /** A panel: where it is, and what its axes go from and to. */
  private record Panel(int top, double from, double to, double most, String unit) {
    double x(double value) {
      return LEFT + (WIDTH - LEFT - RIGHT) * (value - from) / (to - from);
    }

    double y(double value) {
      return top + PANEL * (1 - value / most);
    }
  }

  /**
   * The chart as an SVG document.
   *
   * @param outcomes of a show with one window, at most four
   * @param opensAt when it opens, in nanoseconds
   */
  static String svg(List<Outcome> outcomes, long opensAt) {
    return new Chart(outcomes, opensAt).draw();
  }

  private String draw() {
    legend();
    instances();
    votes();
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
        <style>
        .page { fill: #ffffff } text { fill: #24292f } .axis { stroke: #8c959f; stroke-width: 1 }
        .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
        .of0 { stroke: #D55E00 } .of1 { stroke: #E69F00 } .of2 { stroke: #009E73 } .of3 { stroke: #0072B2 }
        @media (prefers-color-scheme: dark) {
        .page { fill: #0d1117 } text { fill: #e6edf3 } .axis { stroke: #6e7681 } .of3 { stroke: #56B4E9 }
        }
        </style>
        <rect class="page" width="100%%" height="100%%"/>
        <text x="10" y="26" font-size="16">A simulation: one window, with and without the warm pool</text>
        %s</svg>
        """
        .formatted(WIDTH, HEIGHT, svg);
  }

  private void legend() {
    for (int i = 0; i < outcomes.size(); i++) {
      int x = LEFT + i * 200;
      path(i, String.format(Locale.ROOT, "M%d,48 h34", x), outcomes.get(i).variant());
      text(x + 42, 53, "start", outcomes.get(i).variant());
    }
  }

  private void instances() {
    double most = outcomes.stream().mapToLong(Outcome::mostInstances).max().orElse(0);
    Panel panel = new Panel(FIRST_TOP, -4, 20, roundedUp(most), "min");
    text(10, FIRST_TOP - 14, "start", "instances, ready or not");
    axes(panel, 4);
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      line(i, panel, x -> outcome.instancesAt((long) ((opensAt + x * 60) * 1e9)));
    }
  }

  private void votes() {
    double most = outcomes.stream().mapToInt(outcome -> outcome.votes().size()).max().orElse(0);
    Panel panel = new Panel(SECOND_TOP, 0, lastSecond(), roundedUp(most), "s");
    text(10, SECOND_TOP - 14, "start", "votes answered");
    axes(panel, 2);
    for (int i = 0; i < outcomes.size(); i++) {
      long[] answered = outcomes.get(i).answeredAfterOpening();
      line(i, panel, x -> upTo(answered, x * 1e9));
    }
    text(WIDTH - RIGHT, HEIGHT - 12, "end", "since the window opened");
  }

  /** An even number of seconds in which all are answered. */
  private double lastSecond() {
    double last =
        outcomes.stream().mapToDouble(outcome -> outcome.figures().lastSeconds()).max().orElse(0);
    return Math.max(4, 2 * Math.ceil(last / 2 + 0.25));
  }

  private static double upTo(long[] sorted, double nanos) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sorted[middle] <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** As many steps of a number that is easily read as there are lines, at least to the top. */
  private static double roundedUp(double most) {
    double step = Math.max(1, most * 1.04 / GRID_LINES);
    double magnitude = Math.pow(10, Math.floor(Math.log10(step)));
    return GRID_LINES
        * magnitude
        * STEPS.stream().filter(one -> one * magnitude >= step).findFirst().orElse(10.0);
  }

  private void axes(Panel panel, int step) {
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = panel.most() * i / GRID_LINES;
      straight(LEFT, panel.y(value), WIDTH - RIGHT, panel.y(value), 0.35);
      text(LEFT - 8, panel.y(value) + 5, "end", String.format(Locale.ROOT, "%,.0f", value));
    }
    for (double x = panel.from(); x <= panel.to(); x += step) {
      straight(panel.x(x), panel.top() + PANEL, panel.x(x), panel.top() + PANEL + 5, 1);
      String label = String.format(Locale.ROOT, "%.0f %s", x, panel.unit());
      text(panel.x(x), panel.top() + PANEL + 21, x == panel.to() ? "end" : "middle", label);
    }
    if (panel.from() < 0) {
      straight(panel.x(0), panel.top(), panel.x(0), panel.top() + PANEL, 0.8);
    }
  }

  /** Goes from point to point, and says each height once. */
  private void line(int variant, Panel panel, DoubleUnaryOperator height) {
    List<String> points = new ArrayList<>();
    String before = "";
    for (int i = 0; i <= POINTS; i++) {
      double x = panel.from() + (panel.to() - panel.from()) * i / POINTS;
      String y = String.format(Locale.ROOT, "%.1f", panel.y(height.applyAsDouble(x)));
      if (!y.equals(before) || i == POINTS) {
        String at = String.format(Locale.ROOT, "%.1f", panel.x(x));
        points.add(points.isEmpty() ? "M" + at + "," + y : "H" + at + "V" + y);
        before = y;
      }
    }
    path(variant, String.join("", points), outcomes.get(variant).variant());
  }

  private void path(int variant, String points, String title) {
    svg.append(
        "<path class=\"line of%d\" stroke-dasharray=\"%s\" d=\"%s\"><title>%s</title></path>%n"
            .formatted(variant, DASHES.get(variant), points, title));
  }

  private void straight(double x1, double y1, double x2, double y2, double opacity) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"axis\" opacity=\"%.2f\" d=\"M%.1f,%.1fL%.1f,%.1f\"/>%n",
            opacity,
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }
}
