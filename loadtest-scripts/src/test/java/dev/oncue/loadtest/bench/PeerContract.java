package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.loadtest.Answer;
import dev.oncue.loadtest.Json;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Tokens;
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
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every peer must do to be compared: started as the bench starts it, on a real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeerContract {
  private static final Path FOLDER = Path.of("peers").toAbsolutePath();
  private static final int VIEWERS = 300;
  private static final byte[] OTHER_SECRET =
      "another secret of 32 bytes or more".getBytes(StandardCharsets.US_ASCII);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Kind kind;
  private final Tokens tokens = new Tokens(LocalEngine.secret());
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path logs;
  private Peer peer;
  private int polls;
  private String poll;

  PeerContract(Kind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException, TimeoutException {
    Peers peers = new Peers(FOLDER, List.of(), true);
    peers.prepare(List.of(kind));
    logs = folder;
    peer = peers.start(kind, logs);
  }

  @AfterAll
  void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    poll = "poll-" + ++polls;
    peer.engine(tokens).open(Votes.opening(poll));
  }

  @Test
  void theSameBallotAgainIsAcceptedAndCountsOnce() throws Exception {
    JsonNode first = vote(tokens.viewer("v1"), "red").expect(200);
    JsonNode again = vote(tokens.viewer("v1"), "red").expect(200);
    assertThat(first.path("outcome").asText()).isEqualTo("accepted");
    assertThat(first.path("options").get(0).asText()).isEqualTo("red");
    assertThat(again.get("receipt")).isEqualTo(first.get("receipt"));
    assertCounted(1, 0);
  }

  @Test
  void anotherOptionOfTheSameViewerIsADuplicate() throws Exception {
    vote(tokens.viewer("v1"), "red").expect(200);
    assertThat(vote(tokens.viewer("v1"), "blue").isProblem(409, "already-voted")).isTrue();
    vote(tokens.viewer("v2"), "blue").expect(200);
    assertCounted(1, 1);
  }

  @Test
  void whatIsNotThereCannotBeVotedFor() throws Exception {
    assertThat(vote(tokens.viewer("v1"), "green").isProblem(422, "unknown-option")).isTrue();
    assertCounted(0, 0);
    poll = "another";
    assertThat(vote(tokens.viewer("v1"), "red").isProblem(404, "unknown-poll")).isTrue();
  }

  @Test
  void aClosedPollTakesNoVotesAndKeepsItsResult() throws Exception {
    vote(tokens.viewer("v1"), "red").expect(200);
    assertCounted(1, 0);
    assertThat(vote(tokens.viewer("v2"), "red").isProblem(409, "poll-closed")).isTrue();
    assertCounted(1, 0);
  }

  @Test
  void aPollIsOpenedOnce() throws Exception {
    String opening = Json.text(Votes.opening(poll));
    assertThat(post("/poll-open", tokens.producer("p"), opening).isProblem(409, "poll-exists"))
        .isTrue();
  }

  @Test
  void aTokenThatIsNotGoodIsRefused() throws Exception {
    String good = tokens.viewer("v1");
    String claims = good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
    String notSigned = base64("{\"alg\":\"none\"}") + claims;
    String other = new Tokens(OTHER_SECRET).viewer("v1");
    String late = signed("{\"sub\":\"v1\",\"groups\":[\"viewer\"],\"exp\":1500000000}");
    String endless = signed("{\"sub\":\"v1\",\"groups\":[\"viewer\"]}");
    String nobody = signed("{\"groups\":[\"viewer\"],\"exp\":9999999999}");
    for (String token :
        List.of("", "x", "x.y.z", "..", good + "x", notSigned, other, late, endless, nobody)) {
      assertThat(vote(token, "red").isProblem(401, "unauthorized")).as(token).isTrue();
    }
    assertCounted(0, 0);
  }

  @Test
  void viewersVoteAndProducersOpenAndClose() throws Exception {
    assertThat(vote(tokens.producer("p"), "red").isProblem(403, "forbidden")).isTrue();
    String closing = Json.text(Map.of("stream", Votes.STREAM, "poll", poll));
    assertThat(post("/poll-close", tokens.viewer("v1"), closing).isProblem(403, "forbidden"))
        .isTrue();
    assertCounted(0, 0);
  }

  @Test
  void aBodyThatIsNoVoteIsMalformed() throws Exception {
    String complete = ballot("red");
    String noOption = Json.text(Map.of("stream", Votes.STREAM, "poll", poll));
    String half = complete.substring(0, complete.length() / 2);
    for (String body : List.of("", "null", "[]", "{}", "7", "vote", half, noOption)) {
      assertThat(post("/vote", tokens.viewer("v1"), body).status()).as(body).isEqualTo(400);
    }
    assertCounted(0, 0);
  }

  @Test
  void ofTwoBallotsAtOnceOneCounts() throws Exception {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, VIEWERS)
            .mapToObj(i -> tokens.viewer("v" + i))
            .flatMap(token -> Stream.of(request(token, "red"), request(token, "blue")))
            .map(request -> http.sendAsync(request, BodyHandlers.ofString()))
            .map(answer -> answer.thenApply(HttpResponse::statusCode))
            .toList();
    Map<Integer, Long> byStatus =
        answers.stream()
            .map(CompletableFuture::join)
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()));
    assertThat(byStatus).isEqualTo(Map.of(200, (long) VIEWERS, 409, (long) VIEWERS));
    assertThat(redis("HLEN ballots:{%s/%s}".formatted(Votes.STREAM, poll))).isEqualTo(VIEWERS);
    JsonNode result = close();
    assertThat(result.path("ballots").asInt()).isEqualTo(VIEWERS);
    assertThat(result.at("/counts/red").asInt() + result.at("/counts/blue").asInt())
        .isEqualTo(VIEWERS);
  }

  @Test
  void aRoundOfTheBenchIsCorrectAndItsCpuTimeIsKnown() throws Exception {
    try (LoadGenerator load = new LoadGenerator(64)) {
      Votes votes = Votes.prepare("round", 10_000, tokens);
      Figures figures = peer.variant(tokens).send(load, votes);
      assertThat(figures.correct()).isTrue();
      assertThat(figures.cpuMicros()).containsOnlyKeys("app", "redis");
      assertThat(figures.cpuMicros().values()).allMatch(micros -> micros > 0);
    }
    assertThat(redis("HLEN ballots:{%s/round}".formatted(Votes.STREAM))).isEqualTo(10_000);
  }

  @Test
  void withoutTokensTheSignatureIsNotChecked() throws Exception {
    String other = new Tokens(OTHER_SECRET).viewer("v1");
    try (Peer careless = new Peers(FOLDER, List.of(), false).start(kind, logs)) {
      careless.engine(tokens).open(Votes.opening(poll));
      HttpRequest request = request(careless, "/vote", other, ballot("red"));
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private Answer vote(String token, String option) throws IOException, InterruptedException {
    return post("/vote", token, ballot(option));
  }

  private String ballot(String option) {
    return Json.text(Map.of("stream", Votes.STREAM, "poll", poll, "option", option));
  }

  private Answer post(String path, String token, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(peer, path, token, body), BodyHandlers.ofString());
    return new Answer(response.statusCode(), Json.parse(response.body()));
  }

  private HttpRequest request(String token, String option) {
    return request(peer, "/vote", token, ballot(option));
  }

  private static HttpRequest request(Peer peer, String path, String token, String body) {
    return HttpRequest.newBuilder(Target.local(peer.app().port()).resolve(path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private JsonNode close() throws IOException, InterruptedException {
    return peer.engine(tokens).close(Votes.STREAM, poll).get("result");
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
    try (Socket socket = new Socket("127.0.0.1", peer.redis().port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader replies =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(replies.readLine().substring(1));
    }
  }

  private static String signed(String claims) throws GeneralSecurityException {
    String signed = base64("{\"alg\":\"HS256\"}") + '.' + base64(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(LocalEngine.secret(), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + BASE64.encodeToString(signature);
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
