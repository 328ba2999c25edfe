package dev.oncue.warmpool.knative.sim;

import java.util.Map;

/** The bounds as the autoscaler reads them (knative/serving pa_lifecycle.go, ScaleBounds). */
record Scale(int min, int max) {
  private static final String GROUP = "autoscaling.knative.dev/";

  /**
   * @param reachability an unreachable one has no lower bound
   */
  static Scale of(Map<String, String> annotations, String reachability) {
    int min = number(annotations, "min-scale", "minScale");
    return new Scale(
        reachability.equals("Unreachable") ? 0 : min, number(annotations, "max-scale", "maxScale"));
  }

  private static int number(Map<String, String> annotations, String key, String olderKey) {
    String text = annotations.getOrDefault(GROUP + key, annotations.get(GROUP + olderKey));
    return text == null ? 0 : Integer.parseInt(text);
  }

  /** As scaler.go, applyBounds: the lower bound wins. */
  int bounded(int desired) {
    if (desired < min) {
      return min;
    }
    return max != 0 && desired > max ? max : desired;
  }
}
