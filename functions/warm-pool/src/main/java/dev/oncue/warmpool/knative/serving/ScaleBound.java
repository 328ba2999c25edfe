package dev.oncue.warmpool.knative.serving;

import java.util.Map;
import java.util.Optional;

/**
 * An annotation that bounds how many instances a Revision runs. Knative reads the newer spelling of
 * a key first, so that setting it overrides the older one, and removing it brings that back
 * (knative/serving pkg/apis/autoscaling/register.go, knative/pkg kmap/lookup.go).
 */
public enum ScaleBound {
  MIN("min-scale", "minScale"),
  MAX("max-scale", "maxScale"),
  /** What a Revision scales to from zero at least. */
  ACTIVATION("activation-scale", "activation-scale");

  private static final String GROUP = "autoscaling.knative.dev/";

  private final String title;
  private final String key;
  private final String olderKey;

  ScaleBound(String name, String olderName) {
    title = name;
    key = GROUP + name;
    olderKey = GROUP + olderName;
  }

  /** The key without its group. */
  public String title() {
    return title;
  }

  /** The only key that is ever written. */
  public String key() {
    return key;
  }

  /** The value in force; 0 where there is none, which Knative takes as no bound. */
  public int in(Map<String, String> annotations) {
    String text = annotations.getOrDefault(key, annotations.get(olderKey));
    try {
      return text == null ? 0 : Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      // Knative's webhook refuses such a value, and its autoscaler would take it as none.
      return 0;
    }
  }

  /** What is written under the key itself. */
  public Optional<String> literal(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(key));
  }
}
