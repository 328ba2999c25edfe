package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may call what: tenants and groups. Bad tokens are in the contract of each endpoint. */
@EngineTest
class TokenTest {
  private final Show show = Show.fresh();

  @Test
  void theSchemeIsNotCaseSensitive() {
    show.opened(show.poll("q1"));
    Response response =
        Show.patient()
            .header("Authorization", "bearer " + show.viewer("v1"))
            .get("/polls/" + show.stream() + "/q1");
    Show.document(response, 200);
  }

  @Test
  void theTokenParameterIsForTheFeedAlone() {
    show.opened(show.poll("q1"));
    assertUnauthorized(
        Show.patient()
            .queryParam("token", show.viewer("v1"))
            .get("/streams/" + show.stream() + "/state"));
  }

  @Test
  void claimsThatDoNotMatterAreIgnored() {
    show.opened(show.poll("q1"));
    long now = Instant.now().getEpochSecond();
    SignedToken more =
        SignedToken.of("v1", "viewer", "admin")
            .tenant(show.tenant())
            .claim("nbf", Long.toString(now - 5))
            .claim("iat", Long.toString(now + 60))
            .claim("name", "\"Viewer One\"");
    Show.document(show.getPoll(more.text(), "q1"), 200);
  }

  @Test
  void theSameIdsInTwoTenantsNeverMeet() {
    Show a = new Show("a-" + show.tenant(), "show-42");
    Show b = new Show("b-" + show.tenant(), "show-42");
    a.opened(a.poll("q1"));
    assertProblem(b.getPoll(b.producer(), "q1"), 404, "unknown-poll");
    assertProblem(b.state(b.producer()), 404, "unknown-stream");
    assertProblem(b.close("q1"), 404, "unknown-poll");
    assertProblem(b.vote("v1", "q1", "red"), 404, "unknown-poll");

    b.opened(b.poll("q1").put("question", "Which other colour?"));
    a.voted("v1", "q1", "red");
    assertThat(b.pollInState(b.viewer("v1"), "q1").containsKey("ballot")).isFalse();
    b.voted("v1", "q1", "blue");
    b.voted("v2", "q1", "blue");
    a.react("v1", "\u2B50");

    assertThat(a.result("q1").getJsonObject("counts")).isEqualTo(Show.counts("red", 1, "blue", 0));
    JsonObject other = Show.document(b.getPoll(b.host(), "q1"), 200);
    assertThat(other.getString("status")).isEqualTo("open");
    assertThat(other.getString("question")).isEqualTo("Which other colour?");
    assertThat(Show.document(b.state(b.host()), 200).getJsonObject("reactions")).isEmpty();
    assertThat(b.result("q1").getJsonObject("counts")).isEqualTo(Show.counts("red", 0, "blue", 2));
  }

  @Test
  void aTokenWithoutATenantIsOfTheTenantDefault() {
    Show unnamed = Show.ofDefaultTenant();
    Show named = new Show("default", unnamed.stream());
    unnamed.opened(unnamed.poll("q1"));
    named.voted("v1", "q1", "red");
    assertThat(unnamed.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  @Test
  void onlyAProducerOpensClosesAndIssuesTickets() {
    show.opened(show.poll("q1"));
    String none = show.token("nobody");
    for (String token : List.of(none, show.viewer("v1"), show.host(), show.token("x", "admin"))) {
      assertProblem(Show.post("/poll-open", token, show.poll("q2")), 403, "forbidden");
      assertProblem(Show.post("/poll-close", token, show.reference("q1")), 403, "forbidden");
      assertProblem(Show.post("/tickets", token, new JsonObject()), 403, "forbidden");
      assertProblem(Show.post("/", token, new JsonObject()), 403, "forbidden");
    }
    assertProblem(show.getPoll(show.host(), "q2"), 404, "unknown-poll");
    assertThat(Show.document(show.getPoll(show.host(), "q1"), 200).getString("status"))
        .isEqualTo("open");
  }

  @Test
  void onlyAViewerVotesAndReacts() {
    show.opened(show.poll("q1"));
    JsonObject reaction = new JsonObject().put("stream", show.stream()).put("emoji", "\u2B50");
    for (String token : List.of(show.token("nobody"), show.host(), show.producer())) {
      assertProblem(Show.post("/vote", token, show.ballot("q1", "red")), 403, "forbidden");
      assertProblem(Show.post("/reaction", token, reaction), 403, "forbidden");
    }
    String both = show.token("p2", "producer", "viewer");
    Show.document(Show.post("/vote", both, show.ballot("q1", "red")), 200);
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(1);
  }

  @Test
  void viewersHostsAndProducersReadAndNobodyElse() {
    show.opened(show.poll("q1"));
    for (String token : List.of(show.viewer("v1"), show.host(), show.producer())) {
      Show.document(show.state(token), 200);
      Show.document(show.getPoll(token, "q1"), 200);
    }
    String none = show.token("nobody");
    assertProblem(show.state(none), 403, "forbidden");
    assertProblem(show.getPoll(none, "q1"), 403, "forbidden");
    assertProblem(Show.get("/streams/" + show.stream() + "/feed", none), 403, "forbidden");
  }
}
