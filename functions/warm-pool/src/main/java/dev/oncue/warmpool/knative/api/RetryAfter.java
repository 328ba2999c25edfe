package dev.oncue.warmpool.knative.api;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * Keeps what the last answer said of when to come again; the client's exceptions do not tell.
 * Written on the client's thread, read on the caller's.
 */
final class RetryAfter implements Interceptor {
  private volatile Duration last = Duration.ZERO;

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    last = parse(response.header("Retry-After"));
  }

  /** Seconds. The API's servers send no dates. */
  private static Duration parse(String text) {
    boolean isSeconds = text != null && text.matches("\\d{1,6}");
    return isSeconds ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ZERO;
  }

  void forget() {
    last = Duration.ZERO;
  }

  Duration last() {
    return last;
  }
}
