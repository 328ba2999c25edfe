package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
import dev.oncue.loadtest.scenario.Load;
import dev.oncue.loadtest.scenario.Poll;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every peer must do to be compared: started as the bench starts it, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeerContract {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int VIEWERS = 300;
  private static final Tokens OTHERS = new Tokens("another secret of 32 bytes or more".getBytes());

  private static final Tokens TOKENS = BenchOptions.tokens();

  private final Contender contender;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Servers servers;
  private ServerProcess redis;
  private Subject peer;
  private Poll poll;

  PeerContract(Contender contender) {
    this.contender = contender;
  }

  /** Skipped, with the line that installs its programs, where they are not there. */
  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    if (!contender.canRun()) {
      System.out.println("Skipped: " + contender + ": " + contender.installHint());
    }
    assumeTrue(contender.canRun(), contender::installHint);
    servers = new Servers(ROOT, folder, List.of());
    redis = servers.redis(contender);
    peer = servers.peer(contender, redis, TOKENS);
  }

  @AfterAll
  void stop() throws IOException {
    if (servers != null) {
      servers.close();
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    poll = new Poll("bench", "poll-" + UUID.randomUUID());
    peer.engine().open(poll.opening(null, VIEWERS));
  }

  @Test
  void theSameBallotAgainIsAcceptedAndCountsOnce() throws Exception {
    JsonNode first = vote(TOKENS.viewer("v1"), "red").expect(200);
    JsonNode again = vote(TOKENS.viewer("v1"), "red").expect(200);
    assertThat(first.path("outcome").asText()).isEqualTo("accepted");
    assertThat(first.path("options").get(0).asText()).isEqualTo("red");
    assertThat(again.get("receipt")).isEqualTo(first.get("receipt"));
    assertCounted(1, 0);
  }

  @Test
  void anotherOptionOfTheSameViewerIsADuplicate() throws Exception {
    vote(TOKENS.viewer("v1"), "red").expect(200);
    assertRefused(vote(TOKENS.viewer("v1"), "blue"), 409, "already-voted");
    vote(TOKENS.viewer("v2"), "blue").expect(200);
    assertCounted(1, 1);
  }

  @Test
  void whatIsNotThereCannotBeVotedFor() throws Exception {
    assertRefused(vote(TOKENS.viewer("v1"), "grey"), 422, "unknown-option");
    assertCounted(0, 0);
    poll = new Poll("bench", "another");
    assertRefused(vote(TOKENS.viewer("v1"), "red"), 404, "unknown-poll");
  }

  @Test
  void aClosedPollTakesNoVotesAndKeepsItsResult() throws Exception {
    vote(TOKENS.viewer("v1"), "red").expect(200);
    assertCounted(1, 0);
    assertRefused(vote(TOKENS.viewer("v2"), "red"), 409, "poll-closed");
    assertCounted(1, 0);
  }

  @Test
  void aPollIsOpenedOnce() throws Exception {
    String opening = Json.text(poll.opening(null, 1));
    assertRefused(post("/poll-open", TOKENS.producer("p"), opening), 409, "poll-exists");
  }

  @Test
  void aTokenThatIsNotGoodIsRefused() throws Exception {
    String good = TOKENS.viewer("v1");
    String claims = good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
    String notSigned =
        Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes())
            + claims;
    String other = OTHERS.viewer("v1");
    String late = TOKENS.sign("{\"sub\":\"v1\",\"groups\":[\"viewer\"],\"exp\":1500000000}");
    String endless = TOKENS.sign("{\"sub\":\"v1\",\"groups\":[\"viewer\"]}");
    String nobody = TOKENS.sign("{\"groups\":[\"viewer\"],\"exp\":9999999999}");
    for (String token :
        List.of("", "x", "x.y.z", "..", good + "x", notSigned, other, late, endless, nobody)) {
      assertRefused(vote(token, "red"), 401, "unauthorized");
    }
    assertCounted(0, 0);
  }

  @Test
  void viewersVoteAndProducersOpenAndClose() throws Exception {
    assertRefused(vote(TOKENS.producer("p"), "red"), 403, "forbidden");
    String closing = Json.text(Map.of("stream", poll.stream(), "poll", poll.id()));
    assertRefused(post("/poll-close", TOKENS.viewer("v1"), closing), 403, "forbidden");
    assertCounted(0, 0);
  }

  @Test
  void aBodyThatIsNoVoteIsMalformed() throws Exception {
    String complete = ballot("red");
    String noOption = Json.text(Map.of("stream", poll.stream(), "poll", poll.id()));
    String half = complete.substring(0, complete.length() / 2);
    for (String body : List.of("", "null", "[]", "{}", "7", "vote", half, noOption)) {
      assertThat(post("/vote", TOKENS.viewer("v1"), body).status()).as(body).isEqualTo(400);
    }
    assertCounted(0, 0);
  }

  @Test
  void ofTwoBallotsAtOnceOneCounts() throws Exception {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, VIEWERS)
            .mapToObj(i -> TOKENS.viewer("v" + i))
            .flatMap(
                token ->
                    Stream.of("red", "blue").map(option -> request("/vote", token, ballot(option))))
            .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
            .map(answer -> answer.thenApply(HttpResponse::statusCode))
            .toList();
    Map<Integer, Long> byStatus =
        answers.stream()
            .map(CompletableFuture::join)
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()));
    assertThat(byStatus).isEqualTo(Map.of(200, (long) VIEWERS, 409, (long) VIEWERS));
    assertThat(redis("HLEN ballots:{%s/%s}".formatted(poll.stream(), poll.id())))
        .isEqualTo(VIEWERS);
    JsonNode result = close();
    assertThat(result.path("ballots").asInt()).isEqualTo(VIEWERS);
    assertThat(result.at("/counts/red").asInt() + result.at("/counts/blue").asInt())
        .isEqualTo(VIEWERS);
  }

  @Test
  void aRoundOfTheBenchIsCorrectAndItsCpuTimeIsKnown() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Poll round = new Poll("bench", "round");
      Figures figures = peer.measure(vertx, 64, round, Load.votes(round, 10_000, TOKENS));
      assertThat(figures.correct()).isTrue();
      assertThat(figures.cpuMicros()).containsOnlyKeys("app", "redis");
      assertThat(figures.cpuMicros().values()).allMatch(micros -> micros > 0);
    } finally {
      vertx.close();
    }
    assertThat(redis("HLEN ballots:{bench/round}")).isEqualTo(10_000);
  }

  private Answer vote(String token, String option) throws IOException, InterruptedException {
    return post("/vote", token, ballot(option));
  }

  private String ballot(String option) {
    return Json.text(Map.of("stream", poll.stream(), "poll", poll.id(), "option", option));
  }

  private Answer post(String path, String token, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request(path, token, body), BodyHandlers.ofString());
    return new Answer(response.statusCode(), Json.parse(response.body()));
  }

  private HttpRequest request(String path, String token, String body) {
    return HttpRequest.newBuilder(Target.local(peer.port()).resolve(path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static void assertRefused(Answer answer, int status, String code) {
    assertThat(answer).matches(refusal -> refusal.isProblem(status, code), status + " " + code);
  }

  private JsonNode close() throws IOException, InterruptedException {
    return peer.engine().close(poll.stream(), poll.id()).get("result");
  }

  private void assertCounted(int red, int blue) throws IOException, InterruptedException {
    JsonNode result = close();
    assertThat(result.path("final").asBoolean()).isTrue();
    assertThat(result.path("ballots").asInt()).isEqualTo(red + blue);
    assertThat(result.at("/counts/red").asInt(-1)).isEqualTo(red);
    assertThat(result.at("/counts/blue").asInt(-1)).isEqualTo(blue);
  }

  /** Asks Redis itself for a number. */
  private int redis(String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", redis.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(replies.readLine().substring(1));
    }
  }
}
