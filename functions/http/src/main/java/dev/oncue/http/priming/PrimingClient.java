package dev.oncue.http.priming;

import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Tokens;
import dev.oncue.stream.StreamId;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Requests that an instance makes to itself, over its own socket, at most {@value #AT_ONCE} at a
 * time. For one thread.
 */
final class PrimingClient implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final int CALL_MILLIS = 2_000;
  private static final long TOKEN_SECONDS = 60;
  private static final Logger LOG = Logger.getLogger(PrimingClient.class);

  private final HttpClient client;
  private final Tokens tokens;
  private final Semaphore free = new Semaphore(AT_ONCE);

  private PrimingClient(HttpClient client, Tokens tokens) {
    this.client = client;
    this.tokens = tokens;
  }

  /** To the server that has just started. */
  static PrimingClient to(HttpServerStart started, Vertx vertx, Tokens tokens) {
    String host = started.options().getHost();
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost("0.0.0.0".equals(host) ? "127.0.0.1" : host)
            // The port that is listened on, which is another than the one asked for when that was
            // 0.
            .setDefaultPort(ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class))
            .setMaxPoolSize(AT_ONCE)
            .setConnectTimeout(CALL_MILLIS);
    return new PrimingClient(vertx.createHttpClient(options), tokens);
  }

  /**
   * Makes a call as soon as one is free, and does not wait for its answer. An answer that is not
   * the expected one is logged.
   */
  void send(PrimingCalls.Call call, int number) throws InterruptedException {
    String token = token(call, number);
    free.acquire();
    client
        .request(call.method(), call.path())
        .compose(request -> send(request, call, token))
        .compose(response -> read(response, call))
        .onComplete(
            done -> {
              free.release();
              if (done.failed()) {
                LOG.debugf(done.cause(), "%s %s went wrong", call.method(), call.path());
              }
            });
  }

  private String token(PrimingCalls.Call call, int number) {
    Instant end = Instant.now().plusSeconds(TOKEN_SECONDS);
    return tokens.signOwnCall(
        new Caller(StreamId.SCRATCH_TENANT, "priming-" + number, Set.of(call.group()), null, end));
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, PrimingCalls.Call call, String token) {
    request.setTimeout(CALL_MILLIS);
    request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    return call.body() == null ? request.send() : request.send(call.body().toBuffer());
  }

  private static Future<Void> read(HttpClientResponse response, PrimingCalls.Call call) {
    if (response.statusCode() != call.status()) {
      LOG.infof(
          "priming: %s %s was answered %d", call.method(), call.path(), response.statusCode());
    }
    String contentType = response.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean isFeed = contentType != null && contentType.startsWith("text/event-stream");
    return isFeed ? firstPiece(response) : response.body().mapEmpty();
  }

  /** A feed has no end of its own. */
  private static Future<Void> firstPiece(HttpClientResponse response) {
    Promise<Void> arrived = Promise.promise();
    response.handler(
        (Buffer piece) -> {
          arrived.tryComplete();
          response.request().reset();
        });
    response.exceptionHandler(arrived::tryFail);
    return arrived.future();
  }

  /** Waits until all calls are answered, or given up; no longer than so many nanoseconds. */
  void awaitAll(long nanos) throws InterruptedException {
    if (free.tryAcquire(AT_ONCE, nanos, TimeUnit.NANOSECONDS)) {
      free.release(AT_ONCE);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
