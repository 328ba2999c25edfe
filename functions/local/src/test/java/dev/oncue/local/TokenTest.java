package dev.oncue.local;

import static dev.oncue.local.Problems.assertProblem;
import static dev.oncue.local.Problems.assertUnauthorized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.http.TestTokens;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call: tokens, tenants and groups. */
@EngineTest
class TokenTest {
  private final Show show = Show.fresh();

  private static JsonObject claims() {
    return TestTokens.claims("v1", "viewer", "host", "producer");
  }

  private static String headed(String alg, String secret) {
    return TestTokens.sign(new JsonObject().put("alg", alg).put("typ", "JWT"), claims(), secret);
  }

  static Stream<Arguments> badTokens() {
    long now = Instant.now().getEpochSecond();
    String good = TestTokens.sign(claims());
    int signature = good.lastIndexOf('.') + 1;
    JsonObject noExp = claims();
    noExp.remove("exp");
    JsonObject noSub = claims();
    noSub.remove("sub");
    return Stream.of(
        Arguments.of("garbage", "garbage"),
        Arguments.of("dots", "..."),
        Arguments.of("no signature part", good.substring(0, signature - 1)),
        Arguments.of("empty signature", good.substring(0, signature)),
        Arguments.of("cut signature", good.substring(0, good.length() - 4)),
        Arguments.of("other claims", good.replaceFirst("\\.", ".e30")),
        Arguments.of("wrong secret", headed("HS256", "another secret that is long enough too")),
        Arguments.of("alg none", TestTokens.unsigned(claims())),
        Arguments.of("alg none, signed", headed("none", TestTokens.SECRET)),
        Arguments.of("alg None", headed("None", TestTokens.SECRET)),
        Arguments.of("alg RS256", headed("RS256", TestTokens.SECRET)),
        Arguments.of("alg HS512", headed("HS512", TestTokens.SECRET)),
        Arguments.of("expired", TestTokens.sign(claims().put("exp", now - 1))),
        Arguments.of("expired long ago", TestTokens.sign(claims().put("exp", 0))),
        Arguments.of("no exp", TestTokens.sign(noExp)),
        Arguments.of("exp null", TestTokens.sign(claims().putNull("exp"))),
        Arguments.of("exp a string", TestTokens.sign(claims().put("exp", "" + (now + 99)))),
        Arguments.of("exp a list", TestTokens.sign(claims().put("exp", new JsonArray()))),
        Arguments.of("nbf ahead", TestTokens.sign(claims().put("nbf", now + 600))),
        Arguments.of("no sub", TestTokens.sign(noSub)),
        Arguments.of("sub null", TestTokens.sign(claims().putNull("sub"))),
        Arguments.of("sub a number", TestTokens.sign(claims().put("sub", 7))),
        Arguments.of("sub empty", TestTokens.sign(claims().put("sub", ""))),
        Arguments.of("sub too long", TestTokens.sign(claims().put("sub", "s".repeat(129)))),
        Arguments.of("sub with a space", TestTokens.sign(claims().put("sub", "a b"))),
        Arguments.of("sub with a slash", TestTokens.sign(claims().put("sub", "a/b"))),
        Arguments.of("sub with a line break", TestTokens.sign(claims().put("sub", "a\nb"))),
        Arguments.of("sub not ASCII", TestTokens.sign(claims().put("sub", "J\u00fcrgen"))),
        Arguments.of("tenant empty", TestTokens.sign(claims().put("tenant", ""))),
        Arguments.of("tenant a path", TestTokens.sign(claims().put("tenant", "a/b"))),
        Arguments.of("tenant a number", TestTokens.sign(claims().put("tenant", 1))),
        Arguments.of("stream a list", TestTokens.sign(claims().put("stream", new JsonArray()))),
        Arguments.of("stream empty", TestTokens.sign(claims().put("stream", ""))),
        Arguments.of("groups a string", TestTokens.sign(claims().put("groups", "producer"))),
        Arguments.of(
            "groups an object", TestTokens.sign(claims().put("groups", new JsonObject()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aBadTokenIs401Everywhere(String what, String token) {
    show.opened(show.poll("q1"));
    for (Response response : everything(token)) {
      assertUnauthorized(response);
    }
    assertUnauthorized(Show.get("/streams/" + show.stream() + "/feed", token));
    assertUnauthorized(
        Show.patient().queryParam("token", token).get("/streams/" + show.stream() + "/feed"));
    assertThat(show.result("q1").getInteger("ballots")).isZero();
  }

  @Test
  void noTokenIs401Everywhere() {
    for (Response response : everything(null)) {
      assertUnauthorized(response);
    }
    assertUnauthorized(Show.get("/streams/" + show.stream() + "/feed", null));
  }

  private List<Response> everything(String token) {
    return List.of(
        Show.post("/poll-open", token, show.poll("q2")),
        Show.post("/poll-close", token, show.reference("q1")),
        Show.post("/tickets", token, new JsonObject()),
        Show.post("/vote", token, show.ballot("q1", "red")),
        Show.post("/reaction", token, new JsonObject()),
        Show.post("/", token, new JsonObject()),
        show.state(token),
        show.getPoll(token, "q1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic dTpw", "Token x", "Bearer a b", "bearer:x"})
  void theHeaderMustBearAToken(String authorization) {
    assertUnauthorized(Show.patient().header("Authorization", authorization).get("/polls/a/b"));
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"a", "AZaz09._:@-"})
  void subMayHaveAllItsCharacters(String sub) {
    show.opened(show.poll("q1"));
    show.voted(sub, "q1", "red");
    show.voted(sub + "x".repeat(128 - sub.length()), "q1", "red");
    assertThat(show.result("q1").getInteger("ballots")).isEqualTo(2);
  }

  @Test
  void claimsThatDoNotMatterAreIgnored() {
    show.opened(show.poll("q1"));
    JsonObject more =
        TestTokens.claims("v1", "viewer", "admin")
            .put("tenant", show.tenant())
            .put("nbf", Instant.now().getEpochSecond() - 5)
            .put("iat", Instant.now().getEpochSecond())
            .put("name", "Viewer One");
    Show.document(show.getPoll(TestTokens.sign(more), "q1"), 200);
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
