package dev.oncue.warmpool.knative.api;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Faults that concern one function or one object, and so do not end a tick. Each is logged when it
 * begins, and once more when it is another one. Not thread-safe.
 */
public final class FaultLog {
  private static final Logger LOG = Logger.getLogger(FaultLog.class);

  private final Map<String, String> logged = new HashMap<>();
  private final Set<String> current = new HashSet<>();

  /** The faults of a tick follow. */
  public void begin() {
    logged.keySet().retainAll(current);
    current.clear();
  }

  /** Whether there was none since {@link #begin}. */
  public boolean isEmpty() {
    return current.isEmpty();
  }

  /**
   * Logs a fault.
   *
   * @param what it concerns
   * @return the fault in one line
   */
  public String add(String what, Throwable fault) {
    String text =
        fault instanceof KubernetesClientException api ? ApiFaults.text(api) : fault.toString();
    current.add(what);
    if (!text.equals(logged.put(what, text))) {
      LOG.errorf(fault, "%s is left out of this round of the warm pool: %s", what, text);
    }
    return text;
  }
}
