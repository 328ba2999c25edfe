package dev.oncue.warmpool.knative.sim;

import io.fabric8.mockwebserver.http.MockResponse;
import java.time.Duration;

/**
 * What goes wrong with a call.
 *
 * @param isDone whether the call takes effect before it goes wrong
 * @param answer what the caller gets
 */
public record Fault(boolean isDone, MockResponse answer) {
  /** Nothing happens, and the caller is told so. */
  public static Fault refused(int code, String message) {
    return new Fault(false, status(code, message));
  }

  public static Fault busy(int retryAfterSeconds) {
    // As the API's priority and fairness answers: plain text, and no Status.
    return new Fault(
        false,
        new MockResponse()
            .setResponseCode(429)
            .setHeader("Retry-After", retryAfterSeconds)
            .setBody("Too many requests, please try again later."));
  }

  /** It happens, and the caller never hears of it. */
  public static Fault lost() {
    return new Fault(true, status(500, "the answer was lost"));
  }

  /** Nothing happens, and the caller is told nothing. */
  public static Fault silence(Duration time) {
    return new Fault(false, status(500, "late").setBodyDelay(time));
  }

  /** It happens, and the caller is told nothing. */
  public static Fault silentlyDone(Duration time) {
    return new Fault(true, status(500, "late").setBodyDelay(time));
  }

  static MockResponse status(int code, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(
            Json.object()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("message", message)
                .put("code", code)
                .toString());
  }
}
