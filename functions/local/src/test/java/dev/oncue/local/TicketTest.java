package dev.oncue.local;

import static dev.oncue.local.Problems.assertMalformed;
import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Producers: {@code POST /tickets}. */
@EngineTest
class TicketTest {
  private final Show show = Show.fresh();

  @Test
  void aTicketIsAViewersToken() {
    show.opened(show.poll("q1"));
    JsonObject answer = Show.document(ask(request()), 200);
    assertThat(answer.fieldNames()).containsExactlyInAnyOrder("ticket", "expiresAt");
    String ticket = answer.getString("ticket");

    Show.document(Show.post("/vote", ticket, show.ballot("q1", "red")), 200);

    assertThat(show.pollInState(ticket, "q1").containsKey("ballot")).isTrue();
    assertThat(show.pollInState(show.viewer("v1"), "q1").containsKey("ballot")).isTrue();
    assertProblem(Show.post("/poll-open", ticket, show.poll("q2")), 403, "forbidden");
    assertProblem(Show.post("/tickets", ticket, request()), 403, "forbidden");
  }

  @Test
  void aTicketIsGoodForItsStreamAlone() {
    Show other = new Show(show.tenant(), "show-43");
    other.opened(other.poll("q1"));
    String ticket = Show.document(ask(request()), 200).getString("ticket");
    assertProblem(Show.post("/vote", ticket, other.ballot("q1", "red")), 403, "forbidden");
    assertProblem(other.state(ticket), 403, "forbidden");
    assertProblem(other.getPoll(ticket, "q1"), 403, "forbidden");
    assertProblem(Show.get("/streams/" + other.stream() + "/feed", ticket), 403, "forbidden");
    JsonObject reaction = new JsonObject().put("stream", other.stream()).put("emoji", "\u2B50");
    assertProblem(Show.post("/reaction", ticket, reaction), 403, "forbidden");
    assertThat(other.result("q1").getInteger("ballots")).isZero();
  }

  @Test
  void aTicketIsGoodInTheProducersTenantAlone() {
    Show theirs = Show.fresh();
    theirs.opened(theirs.poll("q1"));
    String ticket = Show.document(ask(request()), 200).getString("ticket");
    assertProblem(Show.post("/vote", ticket, show.ballot("q1", "red")), 404, "unknown-poll");
  }

  @ParameterizedTest
  @CsvSource({"PT4H,14400", "PT1S,1", "PT90M,5400", "P31D,2678400", ",14400"})
  void ttlIsKept(String ttl, long seconds) {
    Instant before = Instant.now();
    JsonObject answer = Show.document(ask(request().put("ttl", ttl)), 200);
    Instant expiresAt = Instant.parse(answer.getString("expiresAt"));
    assertThat(expiresAt)
        .isBetween(
            before.plusSeconds(seconds).minusMillis(1), Instant.now().plusSeconds(seconds + 1));
  }

  @Test
  void aTicketEnds() {
    show.opened(show.poll("q1"));
    JsonObject answer = Show.document(ask(request().put("ttl", "PT1S")), 200);
    String ticket = answer.getString("ticket");
    Show.document(show.state(ticket), 200);
    await().atMost(Duration.ofSeconds(10)).until(() -> show.state(ticket).statusCode() == 401);
    assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(answer.getString("expiresAt")));
    assertUnauthorized(Show.post("/vote", ticket, show.ballot("q1", "red")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "-PT1H", "P31DT1S", "4h", "", "P1Y"})
  void ttlHasLimits(String ttl) {
    assertMalformed(ask(request().put("ttl", ttl)), "ttl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "viewer"})
  void namesAreNeeded(String field) {
    assertMalformed(ask(request().put(field, (String) null)), field);
    assertMalformed(ask(request().put(field, "")), field);
    assertMalformed(ask(request().put(field, "a b")), field);
    assertMalformed(ask(request().put(field, "n".repeat(129))), field);
    assertMalformed(ask(request().put(field, 1)), field);
    assertThat(ask(request().put(field, "n".repeat(128))).statusCode()).isEqualTo(200);
  }

  private JsonObject request() {
    return new JsonObject().put("stream", show.stream()).put("viewer", "v1").put("ttl", "PT4H");
  }

  private Response ask(JsonObject request) {
    return Show.post("/tickets", show.producer(), request);
  }
}
