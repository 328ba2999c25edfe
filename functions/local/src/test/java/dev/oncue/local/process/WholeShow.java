package dev.oncue.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.json.Json;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.EngineClient.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * All that producers and viewers do over HTTP, begun before a fault and gone on with after it:
 * whatever befell processes and servers, what was there before can be brought to its end, and new
 * things can be begun. A request may be refused for a while; sent again it has to succeed within
 * ten seconds.
 */
final class WholeShow {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String WINDOW =
      """
      { "stream": "%s", "window": "act-1", "opensAt": "%s", "duration": "PT1H",
        "expectedViewers": 1000 }
      """;

  private final String stream;
  private final Functions functions;
  private final String opensAt;
  private final String receipt;
  private final int overdueBallots;

  /**
   * Who answers what. Of a function that is {@code null} nothing is asked.
   *
   * @param live also answers for polls
   */
  record Functions(
      EngineClient open,
      EngineClient close,
      EngineClient vote,
      EngineClient live,
      EngineClient reaction,
      EngineClient windows) {
    /** Those that every show needs. */
    static Functions of(
        EngineClient open, EngineClient close, EngineClient vote, EngineClient live) {
      return new Functions(open, close, vote, live, null, null);
    }

    /** These, and one that closes polls. */
    Functions closing(EngineClient client) {
      return new Functions(open, client, vote, live, reaction, windows);
    }

    /** One process that has them all. */
    static Functions of(EngineClient engine) {
      return new Functions(engine, engine, engine, engine, engine, engine);
    }
  }

  private WholeShow(String stream, Functions functions) {
    this.stream = stream;
    this.functions = functions;
    opensAt = Json.instant(Instant.now().plusSeconds(3_600));
    open("asked", ", \"revote\": true");
    open("overdue", ", \"duration\": \"PT1S\"");
    // On a busy machine its second may be over by now.
    overdueBallots = functions.vote.vote(stream, "overdue", "ann", "red").status() == 200 ? 1 : 0;
    receipt = receipt(vote("ann", "red", "accepted"));
    react();
    announce(201);
  }

  /** Begins in a stream that has no polls yet, while all is well. */
  static WholeShow begin(String stream, Functions functions) {
    return new WholeShow(stream, functions);
  }

  /** Goes on after the fault, with what was there and with new things. */
  void goesOn(Functions now) {
    finish(now);
    new WholeShow(stream + "-new", now).finish(now);
  }

  private void finish(Functions now) {
    WholeShow show = new WholeShow(this, now);
    show.votesGoOn(receipt);
    show.closes();
    show.isClosedByTime(overdueBallots);
    show.reveals();
    show.react();
    show.announcesAnew();
  }

  private WholeShow(WholeShow begun, Functions functions) {
    this.stream = begun.stream;
    this.functions = functions;
    this.opensAt = begun.opensAt;
    this.receipt = begun.receipt;
    this.overdueBallots = begun.overdueBallots;
  }

  private void open(String poll, String more) {
    functions.open.open(stream, poll, more);
    again(200, () -> producerGets(functions.live, "/polls/" + stream + "/" + poll));
  }

  private void votesGoOn(String first) {
    assertThat(receipt(vote("ann", "red", "accepted"))).isEqualTo(first);
    vote("ann", "blue", "changed");
    vote("bob", "blue", "accepted");
  }

  private JsonNode vote(String viewer, String option, String outcome) {
    JsonNode answer = again(200, () -> functions.vote.vote(stream, "asked", viewer, option));
    // A request that failed may have been done.
    assertThat(answer.get("outcome").asText()).isIn(outcome, "accepted");
    return answer;
  }

  private static String receipt(JsonNode vote) {
    return vote.get("receipt").asText();
  }

  private void closes() {
    String body = "{\"stream\":\"%s\",\"poll\":\"asked\"}".formatted(stream);
    JsonNode poll = again(200, () -> producerPosts(functions.close, "/poll-close", body));
    assertThat(poll.at("/result/counts").toString())
        .isEqualTo("{\"red\":0,\"blue\":2,\"green\":0}");
    assertThat(poll.at("/result/certified").asBoolean()).isTrue();
    functions.vote.vote(stream, "asked", "cleo", "red").require(409);
    vote("bob", "blue", "accepted");
  }

  private void isClosedByTime(int ballots) {
    await("a certified result of a poll that was over in the meantime")
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> overdue().at("/result/certified").asBoolean());
    assertThat(overdue().at("/result/ballots").asInt()).isEqualTo(ballots);
  }

  private JsonNode overdue() {
    return functions.live.poll(stream, "overdue");
  }

  private void reveals() {
    String path = "/polls/" + stream + "/asked/reveal";
    assertThat(again(200, () -> producerPosts(functions.live, path, "")).has("revealedAt"))
        .isTrue();
  }

  private void react() {
    if (functions.reaction != null) {
      again(202, () -> functions.reaction.react(stream, "ann", "\uD83D\uDD25"));
    }
  }

  private void announce(int status) {
    if (functions.windows != null) {
      String body = WINDOW.formatted(stream, opensAt);
      again(status, () -> producerPosts(functions.windows, "/windows", body));
    }
  }

  private void announcesAnew() {
    if (functions.windows != null) {
      String path = "/windows/" + stream + "/act-1";
      again(200, () -> functions.windows.delete(path, functions.windows.tokens().producer()));
      announce(201);
    }
  }

  private static Answer producerPosts(EngineClient client, String path, String body) {
    return client.post(path, client.tokens().producer(), body);
  }

  private static Answer producerGets(EngineClient client, String path) {
    return client.get(path, client.tokens().producer());
  }

  private static JsonNode again(int status, Supplier<Answer> request) {
    AtomicReference<Answer> last = new AtomicReference<>();
    await("an answer " + status)
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .ignoreException(UncheckedIOException.class)
        .untilAsserted(
            () -> {
              last.set(request.get());
              last.get().require(status);
            });
    return last.get().body();
  }
}
