package dev.oncue.warmpool.knative;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What happens to one object.
 *
 * @param object as it was read
 * @param before what was on record of it
 */
record Change(Target target, HasMetadata object, Loan before, ScalePatch patch) {
  boolean isNeeded() {
    return !patch.changes().isEmpty();
  }
}
