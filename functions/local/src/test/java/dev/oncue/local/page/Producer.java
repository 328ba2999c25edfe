package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A producer's program, with the token of the host's link.
 *
 * @param engine what it calls
 * @param stream whose polls it opens
 */
record Producer(PackagedEngine engine, String stream) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * Opens a poll with the options {@code red} and {@code blue}.
   *
   * @param more members of the request, each with a comma after it
   */
  void open(String poll, String more) throws IOException, InterruptedException {
    String body =
        """
        {"stream": "%s", "poll": "%s", "question": "Which colour?", %s
         "options": [{"id": "red", "text": "Red"}, {"id": "blue", "text": "Blue"}]}
        """;
    send(request("/poll-open").POST(BodyPublishers.ofString(body.formatted(stream, poll, more))));
  }

  /** The poll's result. */
  JsonNode result(String poll) throws IOException, InterruptedException {
    return send(request("/polls/" + stream + "/" + poll)).get("result");
  }

  /** A viewer's token for the stream. */
  String ticket(String viewer) throws IOException, InterruptedException {
    String body = "{\"stream\": \"%s\", \"viewer\": \"%s\"}".formatted(stream, viewer);
    return post("/tickets", body).get("ticket").asText();
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    String link = engine.hostLink();
    String token = link.substring(link.indexOf("token=") + "token=".length());
    return HttpRequest.newBuilder(URI.create(engine.origin() + path))
        .header("Authorization", "Bearer " + token);
  }

  private static JsonNode send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return JSON.readTree(answer.body());
  }
}
