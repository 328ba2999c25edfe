package dev.oncue.testbed.contract;

import static dev.oncue.testbed.Answers.event;
import static dev.oncue.testbed.Answers.finalProblem;
import static dev.oncue.testbed.Answers.problem;
import static dev.oncue.testbed.Answers.send;
import static dev.oncue.testbed.profile.LimitedTestProfile.OF_STREAM;
import static dev.oncue.testbed.profile.LimitedTestProfile.OPEN;
import static dev.oncue.testbed.profile.LimitedTestProfile.SCHEDULED;
import static dev.oncue.testbed.profile.LimitedTestProfile.STREAMS;
import static dev.oncue.testbed.profile.LimitedTestProfile.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollStatus;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import dev.oncue.testbed.Storm;
import dev.oncue.testbed.profile.LimitedTestProfile;
import dev.oncue.testbed.token.SignedToken;
import io.restassured.response.ValidatableResponse;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a tenant may have at once: {@code POST /poll-open} and {@code POST /tickets} with the
 * settings of {@link LimitedTestProfile}.
 */
public abstract class LimitContract extends HttpContract {
  private static final int REQUESTS = 40;
  private static final String OPEN_RULE = "a tenant has at most " + OPEN + " open polls";
  private static final String SCHEDULED_RULE =
      "a tenant has at most " + SCHEDULED + " scheduled polls";

  /** A tenant that no other test has. */
  protected final String tenant = "tenant-" + UUID.randomUUID();

  private final String ahead = "\"opensAt\":\"" + Prepared.ahead(Duration.ofHours(1)) + '"';
  private int number;

  /** A token of a producer of the tenant. */
  protected final SignedToken producer() {
    return SignedToken.producer().tenant(tenant);
  }

  private String poll(String... more) {
    return Prepared.pollJson(Prepared.freshStream(), "q" + number++, more);
  }

  private ValidatableResponse open(String body) {
    return send(producer(), body).post("/poll-open").then();
  }

  /** Opens a poll of the tenant on a stream. */
  protected final ValidatableResponse openOn(String name) {
    return open(Prepared.pollJson(name, "q" + number++));
  }

  private void openAll() {
    for (int i = 0; i < OPEN; i++) {
      open(poll()).statusCode(201);
    }
  }

  private void close(String streamName, String name) {
    PollId id = new PollId(new StreamId(tenant, streamName), name);
    assertThat(lifecycle.close(id).toCompletableFuture().join()).isPresent();
  }

  private static void refused(ValidatableResponse answer, String code, String rule) {
    answer.spec(problem(409, code)).body("detail", equalTo(rule));
  }

  @Test
  void aTenantHasSoManyOpenPolls() {
    String first = Prepared.pollJson(stream, "first");
    open(first).statusCode(201);
    for (int i = 1; i < OPEN; i++) {
      open(poll()).statusCode(201);
    }
    refused(open(poll()), "too-many-polls", OPEN_RULE);
    open(first).statusCode(200);
    send(producer().tenant(tenant + "-2"), poll()).post("/poll-open").then().statusCode(201);

    close(stream, "first");
    open(poll()).statusCode(201);
    refused(open(poll()), "too-many-polls", OPEN_RULE);
  }

  @Test
  void aTenantHasSoManyScheduledPolls() {
    for (int i = 0; i < SCHEDULED; i++) {
      open(poll(ahead)).statusCode(202);
    }
    refused(open(poll(ahead)), "too-many-polls", SCHEDULED_RULE);
    openAll();
  }

  @Test
  void aScheduledPollOpensWhateverThereIsAndKeepsItsPlace() {
    openAll();
    String soon = "\"opensAt\":\"" + Prepared.ahead(Duration.ofMillis(700)) + '"';
    open(Prepared.pollJson(stream, "soon", soon)).statusCode(202);
    PollId id = new PollId(new StreamId(tenant, stream), "soon");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> kept(id).status(Instant.now()) == PollStatus.OPEN);
    refused(open(poll()), "too-many-polls", OPEN_RULE);
    for (int i = 1; i < SCHEDULED; i++) {
      open(poll(ahead)).statusCode(202);
    }
    refused(open(poll(ahead)), "too-many-polls", SCHEDULED_RULE);
  }

  private Poll kept(PollId id) {
    return grid.polls().find(id).toCompletableFuture().join().orElseThrow();
  }

  @Test
  void aStreamHasSoManyPolls() {
    String rule = "a stream has at most " + OF_STREAM + " open and scheduled polls";
    open(Prepared.pollJson(stream, "open")).statusCode(201);
    for (int i = 1; i < OF_STREAM; i++) {
      open(Prepared.pollJson(stream, "ahead" + i, ahead)).statusCode(202);
    }
    refused(open(Prepared.pollJson(stream, "more")), "too-many-polls", rule);
    refused(open(Prepared.pollJson(stream, "more", ahead)), "too-many-polls", rule);
    open(poll()).statusCode(201);
  }

  @Test
  void ofManyAtOnceAsManyAreAdmittedAsThereMayBe() {
    List<HttpRequest> requests =
        IntStream.range(0, REQUESTS)
            .mapToObj(i -> Storm.post("/poll-open", producer(), poll()))
            .toList();
    List<HttpResponse<String>> answers = Storm.send(requests, 201, 409);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(OPEN);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 409).hasSize(REQUESTS - OPEN);
  }

  @Test
  void aTenantHasSoManyStreams() {
    for (int i = 0; i < STREAMS; i++) {
      open(Prepared.pollJson(stream + i, "first")).statusCode(201);
      close(stream + i, "first");
    }
    refused(
        openOn(stream),
        "too-many-streams",
        "a tenant has at most " + STREAMS + " streams with polls or a latency");
    openOn(stream + 0).statusCode(201);
  }

  @Test
  void anEventThatIsRefusedIsNotSentAgain() {
    openAll();
    event(producer(), "dev.oncue.poll.open.v1", UUID.randomUUID().toString(), poll())
        .post("/")
        .then()
        .spec(finalProblem("too-many-polls"));
  }

  @Test
  void aTenantGetsSoManyTicketsInAMinute() {
    String body = "{\"stream\":\"" + stream + "\",\"viewer\":\"v1\"}";
    for (int i = 0; i < TICKETS; i++) {
      send(producer(), body).post("/tickets").then().statusCode(200);
    }
    String retryAfter =
        send(producer(), body)
            .post("/tickets")
            .then()
            .spec(problem(429, "too-many-tickets"))
            .body("detail", equalTo("a tenant gets at most " + TICKETS + " tickets in a minute"))
            .extract()
            .header("Retry-After");
    assertThat(Integer.parseInt(retryAfter)).isBetween(1, 61);
    SignedToken another = SignedToken.producer().tenant(tenant + "-2");
    send(another, body).post("/tickets").then().statusCode(200);
  }
}
