package dev.oncue.warmpool.knative.serving;

import io.fabric8.knative.internal.autoscaling.v1alpha1.PodAutoscaler;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** What is patched. A Revision and its PodAutoscaler have the same name. */
public enum PatchedKind {
  /** From Knative Serving 1.21 on: the PodAutoscaler follows its Revision's annotations. */
  REVISION("Revision", Revision.class),

  /**
   * Before: the PodAutoscaler is left alone by Knative, and a change of the Revision rolls its
   * pods.
   */
  POD_AUTOSCALER("PodAutoscaler", PodAutoscaler.class);

  private final String title;
  private final Class<? extends HasMetadata> type;

  PatchedKind(String title, Class<? extends HasMetadata> type) {
    this.title = title;
    this.type = type;
  }

  String title() {
    return title;
  }

  /** The class of such an object. */
  public Class<? extends HasMetadata> type() {
    return type;
  }
}
