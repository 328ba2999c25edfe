package dev.oncue.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many requests at once, to a function whose grid fails. */
public final class Storm {
  /** How long a grid of servers has patience with a call that is not answered. */
  public static final Duration GRIDS_TIMEOUT = Duration.ofMillis(1_800);

  /** What is not answered by then is never answered; a slow machine may take its time. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Storm() {}

  /** A request with a token and a JSON body. */
  public static HttpRequest post(String path, SignedToken token, String body) {
    return request(path, token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  /** A request with a token. */
  public static HttpRequest get(String path, SignedToken token) {
    return request(path, token).build();
  }

  private static HttpRequest.Builder request(String path, SignedToken token) {
    return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
        .timeout(TIMEOUT)
        .header("Authorization", token.bearer());
  }

  /**
   * Sends all at once. Each must be answered by what its contract knows: one of the good statuses,
   * or that it was not done and may be sent again.
   *
   * @return the answers, in the order of the requests
   */
  public static List<HttpResponse<String>> send(List<HttpRequest> requests, Integer... good) {
    List<CompletableFuture<HttpResponse<String>>> sent =
        requests.stream().map(one -> CLIENT.sendAsync(one, BodyHandlers.ofString())).toList();
    List<HttpResponse<String>> answers = sent.stream().map(CompletableFuture::join).toList();
    for (HttpResponse<String> answer : answers) {
      if (mayBeSentAgain(answer)) {
        assertThat(answer.headers().firstValue("Retry-After")).get().asString().matches("[1-9]");
        assertThat(answer.body())
            .containsPattern("urn:oncue:problem:(grid-unavailable|overloaded)");
      } else {
        assertThat(answer.statusCode()).as(answer.body()).isIn((Object[]) good);
      }
    }
    return answers;
  }

  /** Whether a request was not done, as far as the function knows. */
  public static boolean mayBeSentAgain(HttpResponse<?> answer) {
    return answer.statusCode() == 503;
  }
}
