package dev.oncue.warmpool.knative.scale;

import dev.oncue.warmpool.knative.saved.SavedAnnotations;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What happens to one object.
 *
 * @param object as it was read
 * @param before what was on record of it
 */
public record Change(
    ScaleTarget target, HasMetadata object, SavedAnnotations before, ScalePatch patch) {
  boolean isNeeded() {
    return !patch.changes().isEmpty();
  }
}
