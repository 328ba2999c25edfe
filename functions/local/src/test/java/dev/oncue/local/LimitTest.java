package dev.oncue.local;

import static dev.oncue.testbed.Answers.as;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.profile.LimitedTestProfile.STREAMS;
import static dev.oncue.testbed.profile.LimitedTestProfile.TICKETS;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.testbed.contract.LimitContract;
import dev.oncue.testbed.profile.LimitedTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

/** The whole engine, where a tenant may have little: also what makes streams besides polls. */
@QuarkusTest
@TestProfile(LimitedTestProfile.class)
class LimitTest extends LimitContract {
  private ValidatableResponse react(String viewer, String name) {
    String body = "{\"stream\":\"" + name + "\",\"emoji\":\"🔥\"}";
    SignedToken token = SignedToken.viewer(viewer).tenant(tenant);
    return send(token, body).post("/reaction").then();
  }

  private ValidatableResponse setLatency(String name) {
    return as(producer())
        .contentType("application/json")
        .body("{\"min\":\"PT0S\",\"max\":\"PT1S\"}")
        .put("/streams/" + name + "/latency")
        .then();
  }

  @Test
  void viewersReactOnSoManyMadeUpStreamsAndKeepNobodyFromAShow() {
    for (int i = 0; i < STREAMS; i++) {
      react("ann", stream + i).statusCode(202);
    }
    react("bob", stream)
        .spec(problem(409, "too-many-streams"))
        .body(
            "detail",
            equalTo("a tenant has at most " + STREAMS + " streams with reactions and no polls"));
    react("bob", stream + 0).statusCode(202);
    openOn(stream).statusCode(201);
    react("bob", stream).statusCode(202);
  }

  @Test
  void aTenantHasSoManyStreamsWithALatency() {
    for (int i = 0; i < STREAMS; i++) {
      setLatency(stream + i).statusCode(200);
    }
    setLatency(stream).spec(problem(409, "too-many-streams"));
    openOn(stream).spec(problem(409, "too-many-streams"));
    setLatency(stream + 0).statusCode(200);
    openOn(stream + 0).statusCode(201);
  }

  @Test
  void guestsGetSoManyTicketsInAMinuteAndTakeNoneFromProducers() {
    String body = "{\"stream\":\"" + stream + "\"}";
    for (int i = 0; i < TICKETS; i++) {
      given().body(body).post("/tickets/guest").then().statusCode(200);
    }
    given().body(body).post("/tickets/guest").then().spec(problem(429, "too-many-tickets"));
    send(SignedToken.producer(), body.replace("}", ",\"viewer\":\"v1\"}"))
        .post("/tickets")
        .then()
        .statusCode(200);
  }
}
