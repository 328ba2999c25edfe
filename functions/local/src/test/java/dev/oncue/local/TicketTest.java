package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.testbed.contract.TicketContract;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The contract of {@code POST /tickets} on the whole engine, and what a ticket is good for. */
@EngineTest
class TicketTest extends TicketContract {
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

  private JsonObject request() {
    return new JsonObject().put("stream", show.stream()).put("viewer", "v1").put("ttl", "PT4H");
  }

  private Response ask(JsonObject request) {
    return Show.post("/tickets", show.producer(), request);
  }
}
