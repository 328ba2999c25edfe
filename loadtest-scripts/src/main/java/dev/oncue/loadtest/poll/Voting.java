package dev.oncue.loadtest.poll;

import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Latencies;
import dev.oncue.loadtest.Target;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends votes and takes the time until they are answered. Belongs to the event loop. */
final class Voting {
  private static final int PATIENCE_S = 10;

  private final HttpClient http;
  private final List<Target> targets;
  private final Latencies latencies;
  private int turn;

  /**
   * @param targets where the votes go, by turns
   */
  Voting(HttpClient http, List<Target> targets, Latencies latencies) {
    this.http = http;
    this.targets = targets;
    this.latencies = latencies;
  }

  /** The answer; fails when there is none within {@value #PATIENCE_S} seconds. */
  Future<Answer> send(String token, String body) {
    long start = System.nanoTime();
    Target target = targets.get(turn++ % targets.size());
    RequestOptions request =
        new RequestOptions()
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.tls())
            .setMethod(HttpMethod.POST)
            .setURI("/vote")
            .putHeader("Content-Type", "application/json")
            .putHeader("Authorization", "Bearer " + token);
    return http.request(request)
        .compose(ready -> ready.send(body))
        .compose(Voting::answer)
        .timeout(PATIENCE_S, TimeUnit.SECONDS)
        .onSuccess(answer -> latencies.add(System.nanoTime() - start));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response
        .body()
        .map(body -> new Answer(response.statusCode(), Json.parse(body.toString())));
  }
}
