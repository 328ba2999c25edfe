package dev.oncue.local.feed;

import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Votes over many connections from one event loop, first come, first served: the JDK's client uses
 * a new thread for each answer where there are few cores, and answers overtake each other.
 * Thread-safe.
 */
public final class VoteClient implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient http;
  private final EngineClient engine;

  /**
   * @param engine whose origin and tokens it uses
   * @param connections how many at most
   */
  public VoteClient(EngineClient engine, int connections) {
    URI origin = engine.origin();
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(origin.getHost())
            .setDefaultPort(origin.getPort())
            .setConnectTimeout((int) EngineClient.TIMEOUT.toMillis());
    this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    this.engine = engine;
  }

  /**
   * Votes for one option.
   *
   * @return the answer, on the event loop; fails when none comes in time
   */
  public CompletableFuture<Answer> vote(String stream, String poll, String viewer, String option) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setURI("/vote")
            .setTimeout(EngineClient.TIMEOUT.toMillis())
            .putHeader("Authorization", "Bearer " + engine.tokens().viewer(viewer));
    Buffer body = Buffer.buffer(EngineClient.ballot(stream, poll, option));
    return http.request(request)
        .compose(sent -> sent.send(body))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        text ->
                            Answer.of(
                                response.statusCode(),
                                text.toString(),
                                response.getHeader("Retry-After"))))
        .toCompletionStage()
        .toCompletableFuture();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
