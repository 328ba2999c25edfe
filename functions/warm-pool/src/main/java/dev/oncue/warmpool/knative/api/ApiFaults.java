package dev.oncue.warmpool.knative.api;

import com.fasterxml.jackson.core.JacksonException;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the Kubernetes API said, in one line. */
public final class ApiFaults {
  private static final int MAX_LENGTH = 300;

  private static final int TOO_MANY_REQUESTS = 429;

  private ApiFaults() {}

  /**
   * Whether a call failed because the API does not answer, or asks for a pause: the next call would
   * fail as well. Else it has to do with what was asked for.
   */
  public static boolean isAway(Throwable fault) {
    return fault instanceof KubernetesClientException api
        && (api.getCode() == TOO_MANY_REQUESTS || api.getCode() <= 0 && !isUnreadable(api));
  }

  /** Throws a fault on where the next call would fail as well. */
  public static void throwIfAway(Throwable fault) {
    if (fault instanceof KubernetesClientException api && isAway(api)) {
      throw api;
    }
  }

  /**
   * The message of the API's server, or of the connection, with the status of the answer if any.
   */
  public static String text(KubernetesClientException fault) {
    boolean isTold = fault.getStatus() != null && fault.getStatus().getMessage() != null;
    String text = isTold ? fault.getStatus().getMessage() : root(fault);
    String code = fault.getCode() <= 0 ? "" : fault.getCode() + " ";
    String line = code + text.replaceAll("\\s+", " ").strip();
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
  }

  private static String root(Throwable fault) {
    Throwable root = rootCause(fault);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** The answer came, and is not what it should be. */
  private static boolean isUnreadable(Throwable fault) {
    Throwable cause = fault;
    while (cause != null && !(cause instanceof JacksonException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static Throwable rootCause(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
