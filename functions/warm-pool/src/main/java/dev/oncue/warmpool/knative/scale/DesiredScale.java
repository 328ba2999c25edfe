package dev.oncue.warmpool.knative.scale;

/**
 * What an object is to be brought to.
 *
 * @param service the Knative Service it belongs to
 * @param instances that are to be hot; 0: the object is restored
 */
public record DesiredScale(String service, int instances) {
  /** The one with more instances. */
  public static DesiredScale larger(DesiredScale one, DesiredScale other) {
    return one.instances() >= other.instances() ? one : other;
  }
}
