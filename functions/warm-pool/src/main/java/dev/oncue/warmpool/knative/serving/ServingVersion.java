package dev.oncue.warmpool.knative.serving;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version of Knative Serving, as far as it matters here: 1.21 was the first to make a
 * PodAutoscaler follow its Revision's annotations and to keep those from the pods (knative/serving
 * pkg/reconciler/revision/reconcile_resources.go, syncAnnotationsForKPA, and resources/meta.go,
 * podAnnotations; both came with pull request 16186).
 */
public record ServingVersion(int major, int minor) {
  private static final Pattern TEXT =
      Pattern.compile("(?:knative-)?v?(\\d{1,4})\\.(\\d{1,4})(?:[.+-].*)?");

  /** Labels of what a release installs; the second one up to 1.0. */
  private static final String[] LABELS = {
    "app.kubernetes.io/version", "serving.knative.dev/release"
  };

  /** Reads {@code 1.21}, {@code v1.21.0} or {@code knative-v1.21.0}; empty: it is none of them. */
  public static Optional<ServingVersion> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new ServingVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** The version in the labels of what a release installs; empty: there is none. */
  public static Optional<ServingVersion> ofLabels(Map<String, String> labels) {
    return Stream.of(LABELS)
        .map(labels::get)
        .filter(text -> text != null)
        .findFirst()
        .flatMap(ServingVersion::parse);
  }

  /** What is patched with this version. */
  public PatchedKind patched() {
    boolean isSynced = major > 1 || major == 1 && minor >= 21;
    return isSynced ? PatchedKind.REVISION : PatchedKind.POD_AUTOSCALER;
  }
}
