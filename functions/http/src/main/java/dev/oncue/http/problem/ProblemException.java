package dev.oncue.http.problem;

import dev.oncue.GridUnavailableException;
import dev.oncue.StageFailure;
import dev.oncue.http.api.ProblemDetails;
import dev.oncue.json.Json;
import dev.oncue.json.MalformedException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One refusal of one request. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long DEFAULT_RETRY_SECONDS = 1;

  private final Problem problem;
  private final @Nullable Duration retryAfter;
  private final transient @Nullable List<String> options;

  ProblemException(Problem problem, String detail) {
    this(problem, detail, null, null);
  }

  private ProblemException(
      Problem problem,
      @Nullable String detail,
      @Nullable Duration retryAfter,
      @Nullable List<String> options) {
    super(detail, null, false, false);
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.options = options;
  }

  /** This refusal with the time after which to try again. */
  public ProblemException retryAfter(Duration duration) {
    return new ProblemException(problem, getMessage(), duration, options);
  }

  /** This refusal with the options the viewer had chosen. */
  public ProblemException options(List<String> chosen) {
    return new ProblemException(problem, getMessage(), retryAfter, chosen);
  }

  /** What kind of refusal it is. */
  public Problem problem() {
    return problem;
  }

  /** The options the viewer had chosen; {@code null}: none are told. */
  public @Nullable List<String> options() {
    return options;
  }

  /** Whether the client is told when to try again. */
  boolean mayBeRetried() {
    return retryAfter != null || problem.status() == 503 || problem.status() == 429;
  }

  /** The value of {@code Retry-After}, in whole seconds, at least 1. */
  String retryAfterSeconds() {
    if (retryAfter == null) {
      return Long.toString(DEFAULT_RETRY_SECONDS);
    }
    return Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1000));
  }

  /** The problem document. */
  byte[] document() {
    return document(problem.status());
  }

  /** The problem document of an answer that has another status than the problem's own. */
  byte[] document(int status) {
    return Json.bytes(
        new ProblemDetails(
            "urn:oncue:problem:" + problem.code(), problem.title(), status, getMessage(), options));
  }

  /**
   * The refusal that a failure comes to. A failure that is no refusal is a fault: of the grid, or
   * of this program. Nothing was acknowledged, so the client may send the same again.
   */
  public static ProblemException of(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof ProblemException refusal) {
      return refusal;
    }
    if (cause instanceof MalformedException malformed) {
      return Problem.MALFORMED.with(String.valueOf(malformed.getMessage()));
    }
    if (!(cause instanceof GridUnavailableException)) {
      // That the grid is away is told once by whoever keeps the connection.
      FaultLog.log(cause);
    }
    return Problem.GRID_UNAVAILABLE.with("this could not be done now; it may be sent again");
  }
}
