package dev.oncue.warmpool.knative;

/**
 * What an object is to be brought to.
 *
 * @param service the Knative Service it belongs to
 * @param instances that are to be hot; 0: what was borrowed is given back
 */
record Wish(String service, int instances) {
  static Wish larger(Wish one, Wish other) {
    return one.instances() >= other.instances() ? one : other;
  }
}
