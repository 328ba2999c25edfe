package dev.oncue.warmpool.knative.sim;

import java.util.Map;
import java.util.Optional;

/**
 * Knative's admission of autoscaling annotations, as in knative/serving
 * pkg/apis/autoscaling/annotation_validation.go (getIntGE0, validateMinMaxScale,
 * validateMaxScaleWithinLimit) at v1.23. Revisions and PodAutoscalers pass it at every update
 * (pkg/apis/serving/v1/revision_validation.go, pkg/apis/autoscaling/v1alpha1/pa_validation.go).
 *
 * @param maxScaleLimit of config-autoscaler; 0: none
 */
public record Webhook(int maxScaleLimit) {
  private static final String GROUP = "autoscaling.knative.dev/";

  /** What it objects to; the first one only. */
  public Optional<String> objection(Map<String, String> annotations) {
    try {
      int min = notNegative(annotations, "min-scale", "minScale");
      int max = notNegative(annotations, "max-scale", "maxScale");
      if (max != 0 && max < min) {
        return Optional.of("max-scale=" + max + " is less than min-scale=" + min);
      }
      boolean isMaxSet =
          annotations.containsKey(GROUP + "max-scale")
              || annotations.containsKey(GROUP + "maxScale");
      if (isMaxSet && maxScaleLimit != 0 && (max > maxScaleLimit || max == 0)) {
        return Optional.of("expected 1 <= " + max + " <= " + maxScaleLimit);
      }
      return activation(annotations, min, max);
    } catch (NumberFormatException e) {
      return Optional.of("invalid value: " + e.getMessage());
    }
  }

  private static Optional<String> activation(Map<String, String> annotations, int min, int max) {
    String text = annotations.get(GROUP + "activation-scale");
    if (text == null) {
      return Optional.empty();
    }
    int activation = Integer.parseInt(text);
    if (min > activation) {
      return Optional.of("min-scale=" + min + " is greater than activation-scale=" + activation);
    }
    if (max != 0 && max < activation) {
      return Optional.of("max-scale=" + max + " is less than activation-scale=" + activation);
    }
    return activation < 2
        ? Optional.of("activation-scale=" + activation + " must be greater than 1")
        : Optional.empty();
  }

  private static int notNegative(Map<String, String> annotations, String key, String olderKey) {
    String text = annotations.getOrDefault(GROUP + key, annotations.get(GROUP + olderKey));
    int number = text == null ? 0 : Integer.parseInt(text);
    if (number < 0) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
