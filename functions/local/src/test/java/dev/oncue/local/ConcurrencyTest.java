package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crowd that votes all at once, each of them three times. */
@EngineTest
class ConcurrencyTest {
  private static final int VIEWERS = 10_000;
  private static final int CONNECTIONS = 64;
  private static final int TIMEOUT_SECONDS = 180;
  private static final int SAMPLE = 50;
  private static final List<String> OPTIONS = List.of("red", "green", "blue");

  private final Show show = Show.fresh();
  private final List<String> tokens =
      IntStream.range(0, VIEWERS).mapToObj(viewer -> show.viewer("v" + viewer)).toList();
  private final Random random = new Random(42);
  private final Vertx vertx = Vertx.vertx();
  private HttpClient client;

  private record Post(int viewer, String option) {}

  private record Answer(Post post, int status, JsonObject body) {}

  @BeforeEach
  void connect() {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(RestAssured.port)
                .setKeepAlive(true)
                .setMaxPoolSize(CONNECTIONS));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void theSameBallotThreeTimesCountsOnce() throws Exception {
    show.opened(show.poll("q1").put("options", Show.options("red", "green", "blue")));
    Map<Integer, String> chosen = new HashMap<>();
    List<Post> posts = new ArrayList<>();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      String option = OPTIONS.get(random.nextInt(OPTIONS.size()));
      chosen.put(viewer, option);
      posts.addAll(Collections.nCopies(3, new Post(viewer, option)));
    }

    Map<Integer, String> receipts = new HashMap<>();
    for (Answer answer : sendShuffled(posts)) {
      assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
      assertThat(answer.body().getString("outcome")).isEqualTo("accepted");
      String receipt = answer.body().getString("receipt");
      String other = receipts.put(answer.post().viewer(), receipt);
      assertThat(other == null || other.equals(receipt)).as("one receipt a viewer").isTrue();
    }

    assertResultIs(chosen);
    assertSampleHas(chosen, receipts);
  }

  @Test
  void ofThreeDifferentBallotsOneCountsAndTheOthersAreTold() throws Exception {
    show.opened(show.poll("q1").put("options", Show.options("red", "green", "blue")));
    List<Post> posts = new ArrayList<>();
    for (int viewer = 0; viewer < VIEWERS; viewer++) {
      for (String option : OPTIONS) {
        posts.add(new Post(viewer, option));
      }
    }

    List<Answer> answers = sendShuffled(posts);

    Map<Integer, String> accepted = new HashMap<>();
    Map<Integer, String> receipts = new HashMap<>();
    for (Answer answer : answers) {
      if (answer.status() == 200) {
        assertThat(answer.body().getString("outcome")).isEqualTo("accepted");
        assertThat(answer.body().getJsonArray("options").getString(0))
            .isEqualTo(answer.post().option());
        String other = accepted.put(answer.post().viewer(), answer.post().option());
        assertThat(other).as("accepted twice").isNull();
        receipts.put(answer.post().viewer(), answer.body().getString("receipt"));
      }
    }
    assertThat(accepted).hasSize(VIEWERS);
    for (Answer answer : answers) {
      if (answer.status() != 200) {
        Problems.assertDocument(answer.body(), 409, "already-voted");
        assertThat(answer.body().getJsonArray("options"))
            .isEqualTo(new JsonArray().add(accepted.get(answer.post().viewer())));
      }
    }
    assertResultIs(accepted);
    assertSampleHas(accepted, receipts);
  }

  private void assertResultIs(Map<Integer, String> ballots) {
    JsonObject expected = new JsonObject();
    for (String option : OPTIONS) {
      expected.put(option, Collections.frequency(ballots.values(), option));
    }
    JsonObject result = show.result("q1");
    assertThat(result.getJsonObject("counts")).isEqualTo(expected);
    assertThat(result.getInteger("ballots")).isEqualTo(VIEWERS);
    assertThat(result.getBoolean("final")).isTrue();
    assertThat(result.getBoolean("certified")).isTrue();
  }

  private void assertSampleHas(Map<Integer, String> ballots, Map<Integer, String> receipts) {
    for (int i = 0; i < SAMPLE; i++) {
      int viewer = random.nextInt(VIEWERS);
      JsonObject ballot = show.pollInState(tokens.get(viewer), "q1").getJsonObject("ballot");
      assertThat(ballot.getJsonArray("options"))
          .isEqualTo(new JsonArray().add(ballots.get(viewer)));
      assertThat(ballot.getString("receipt")).isEqualTo(receipts.get(viewer));
    }
  }

  /** Sends all posts, in an order by chance, on every connection one after the other. */
  private List<Answer> sendShuffled(List<Post> posts) throws Exception {
    Collections.shuffle(posts, random);
    Answer[] answers = new Answer[posts.size()];
    AtomicInteger next = new AtomicInteger();
    List<CompletableFuture<Void>> batchers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      CompletableFuture<Void> batcher = new CompletableFuture<>();
      batchers.add(batcher);
      sendNext(posts, answers, next, batcher);
    }
    CompletableFuture.allOf(batchers.toArray(CompletableFuture[]::new))
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(answers).doesNotContainNull();
    return List.of(answers);
  }

  private void sendNext(
      List<Post> posts, Answer[] answers, AtomicInteger next, CompletableFuture<Void> batcher) {
    int index = next.getAndIncrement();
    if (index >= posts.size()) {
      batcher.complete(null);
      return;
    }
    Post post = posts.get(index);
    Buffer body = Buffer.buffer(show.ballot("q1", post.option()).encode());
    client
        .request(HttpMethod.POST, "/vote")
        .compose(
            request ->
                request
                    .putHeader("Authorization", "Bearer " + tokens.get(post.viewer()))
                    .putHeader("Content-Type", "application/json")
                    .send(body))
        .compose(
            response ->
                response
                    .body()
                    .map(bytes -> new Answer(post, response.statusCode(), bytes.toJsonObject())))
        .onComplete(
            answer -> {
              if (answer.failed()) {
                batcher.completeExceptionally(answer.cause());
                return;
              }
              answers[index] = answer.result();
              sendNext(posts, answers, next, batcher);
            });
  }
}
