package dev.oncue.testbed.profile;

import java.util.Set;

/**
 * Runs a function alone on a grid whose answers come late, on other threads and out of order, as
 * the ports allow; a test may make it fail, never answer or calm, and let a crowd wait for it.
 */
public class UnrulyGridProfile extends FunctionTestProfile {
  @Override
  public final Set<Class<?>> getEnabledAlternatives() {
    return Set.of(UnrulyGridBeans.class);
  }
}
