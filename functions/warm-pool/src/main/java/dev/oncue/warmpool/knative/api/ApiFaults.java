package dev.oncue.warmpool.knative.api;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the Kubernetes API said, in one line. */
public final class ApiFaults {
  private static final int MAX_LENGTH = 300;

  private ApiFaults() {}

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
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
