package dev.oncue.warmpool.knative;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Ordinary requests to Services that stay at zero: an autoscaler that was restarted acts on
 * min-scale only once it has seen one (knative/serving pkg/reconciler/autoscaling/kpa/scaler.go,
 * scale). Sent in the background, one at a time for each Service, and not more often than every
 * {@link #PAUSE}. Not thread-safe.
 */
final class WakeUpRequests {
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** The activator holds the request until an instance has started. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
  private final LongSupplier nanos;
  private final Map<String, SentRequest> last = new HashMap<>();

  private record SentRequest(long atNanos, CompletableFuture<HttpResponse<Void>> answer) {}

  WakeUpRequests(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void send(String service, URI address) {
    SentRequest before = last.get(service);
    if (before != null
        && (!before.answer().isDone() || nanos.getAsLong() - before.atNanos() < PAUSE.toNanos())) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("User-Agent", "oncue-warm-pool")
            .build();
    last.put(
        service,
        new SentRequest(
            nanos.getAsLong(), client.sendAsync(request, HttpResponse.BodyHandlers.discarding())));
  }

  /** Why the last one did not get through; any answer is one. */
  Optional<String> problem(String service) {
    SentRequest sent = last.get(service);
    if (sent == null || !sent.answer().isCompletedExceptionally()) {
      return Optional.empty();
    }
    return Optional.of(
        sent.answer().handle((answer, fault) -> String.valueOf(fault.getMessage())).join());
  }
}
