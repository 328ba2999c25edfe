package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.security.sasl.SaslException;
import org.infinispan.client.hotrod.exceptions.HotRodClientException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line what keeps a function from its grid. The same fault always gives the same line:
 * the servers' own words carry numbers of messages and ports.
 */
final class Diagnosis {
  private static final String UNKNOWN_TASK = "ISPN027002";
  private static final String LOGIN_WANTED = "ISPN006017";
  private static final String MECHANISM_NOT_TAKEN = "ISPN004031";
  private static final String NO_RIGHT = "ISPN000287";
  private static final String CONNECTION_CLOSED = "ISPN004071";

  private Diagnosis() {}

  /**
   * Whether none of the faults is at its root that servers, networks and settings are known to give
   * rise to. So it is when a class or a method is missing in a native executable.
   */
  static boolean isUnknown(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return !(isKnown(root) || isServersFault(failure) || isOfTls(failure));
  }

  private static boolean isKnown(Throwable root) {
    return root instanceof GridUnavailableException
        || root instanceof HotRodClientException
        || root instanceof SaslException
        || root instanceof SecurityException
        || root instanceof UnresolvedAddressException
        || root instanceof CancellationException
        || root instanceof IOException
        || root instanceof TimeoutException
        || root instanceof RejectedExecutionException;
  }

  /** Whether a call was not answered, as opposed to answered with a fault of the servers. */
  static boolean isUnanswered(Throwable failure) {
    return failure instanceof HotRodClientException fault
            && (!fault.isServerError() || isWithoutMajority(fault))
        || failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof RejectedExecutionException
        // Netty and the client say so that they have been stopped, as after a loss.
        || failure instanceof IllegalStateException;
  }

  /** Servers that have lost too many of the others read and write nothing that must be exact. */
  private static boolean isWithoutMajority(HotRodClientException fault) {
    return String.valueOf(fault.getMessage()).contains("AvailabilityException");
  }

  /** The reason why a client could not be connected, or was not answered. */
  static GridUnavailableException of(Throwable failure, GridSettings settings) {
    GridUnavailableException known = find(failure, GridUnavailableException.class);
    return known == null ? judged(failure, settings) : known;
  }

  private static GridUnavailableException judged(Throwable failure, GridSettings settings) {
    String verdict = verdict(failure, settings);
    if (verdict != null) {
      return new GridUnavailableException("the grid's servers " + verdict);
    }
    return isUnknown(failure)
        ? new GridUnavailableException(
            "the grid cannot be used, and not because of its servers: "
                + StageFailure.cause(failure),
            failure)
        : new GridUnavailableException("the grid's servers do not answer: " + settings.names());
  }

  private static @Nullable String verdict(Throwable failure, GridSettings settings) {
    String words = causes(failure).map(Throwable::toString).collect(Collectors.joining("\n"));
    if (words.contains(UNKNOWN_TASK)) {
      return "lack oncue-server-tasks.jar";
    }
    if (words.contains("AvailabilityException")) {
      return "have lost too many of their number to work; they go on when those are back";
    }
    if (isOfTls(failure)) {
      return ofTls(failure);
    }
    if (words.contains("SecurityException") || words.contains("SaslException")) {
      return ofLogin(words, settings);
    }
    if (words.contains(CONNECTION_CLOSED) && settings.authority().isEmpty()) {
      return "close the connection: " + settings.names() + " (give ONCUE_GRID_CA if they use TLS)";
    }
    return isServersFault(failure) ? "answer with a fault: " + serversWords(failure) : null;
  }

  private static boolean isOfTls(Throwable failure) {
    return find(failure, SSLException.class) != null;
  }

  private static String ofTls(Throwable failure) {
    CertificateException distrust = find(failure, CertificateException.class);
    return distrust == null
        ? "do not speak TLS, which ONCUE_GRID_CA asks for"
        : "show a certificate that cannot be trusted by ONCUE_GRID_CA: " + distrust.getMessage();
  }

  private static String ofLogin(String words, GridSettings settings) {
    String user = settings.login().map(GridSettings.Login::user).orElse("nobody");
    if (words.contains(LOGIN_WANTED)) {
      return "want a login: give ONCUE_GRID_USER and ONCUE_GRID_PASSWORD";
    }
    if (words.contains(MECHANISM_NOT_TAKEN)) {
      return "take no login by SCRAM-SHA-256, which ONCUE_GRID_USER asks for";
    }
    if (words.contains(NO_RIGHT)) {
      return "do not let ONCUE_GRID_USER " + user + " do what a function must";
    }
    return "refuse the login of ONCUE_GRID_USER " + user;
  }

  private static boolean isServersFault(Throwable failure) {
    HotRodClientException fault = find(failure, HotRodClientException.class);
    return fault != null && fault.isServerError();
  }

  private static String serversWords(Throwable failure) {
    HotRodClientException fault = find(failure, HotRodClientException.class);
    String words = fault == null ? "" : String.valueOf(fault.getMessage());
    String text = words.replaceFirst("^Request for messageId=\\d+ returned server error ", "");
    return text.lines().findFirst().orElse("");
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
    return causes(failure).filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
