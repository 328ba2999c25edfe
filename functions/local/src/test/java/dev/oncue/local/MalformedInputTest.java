package dev.oncue.local;

import static dev.oncue.local.Problems.assertDocument;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.RawHttp;
import dev.oncue.testbed.token.SignedToken;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever bytes come in, the answer is a problem of the kind 4xx, and nothing that was counted
 * before is harmed.
 */
@EngineTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedInputTest {
  private static final int LIMIT = 16 * 1024;
  private static final String JSON = "Content-Type: application/json\r\n";

  private final Show show = Show.fresh();
  private final String token = show.token("intruder", "viewer", "producer");
  private JsonObject before;

  @TestHTTPResource URI origin;

  /** A whole request; bare: so broken that an answer may be bare as well. */
  private record Input(String name, byte[] bytes, boolean bare) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  void openAPollThatMustNotBeHarmed() {
    // Outside of the tests themselves, nobody has told REST Assured yet.
    RestAssured.port = origin.getPort();
    show.opened(show.poll("q1"));
    show.voted("v1", "q1", "red");
    show.voted("v2", "q1", "red");
    show.voted("v3", "q1", "blue");
    before = standing();
  }

  @AfterAll
  void thePollIsUnharmedAndTheEngineStillTakesVotes() {
    RestAssured.port = origin.getPort();
    assertThat(standing()).isEqualTo(before);
    show.voted("v4", "q1", "blue");
    JsonObject result = show.result("q1");
    assertThat(result.getJsonObject("counts")).isEqualTo(Show.counts("red", 2, "blue", 2));
    assertThat(result.getInteger("ballots")).isEqualTo(4);
    assertThat(result.getBoolean("certified")).isTrue();
  }

  /** The stream's state as its host sees it, without what only time changes. */
  private JsonObject standing() {
    JsonObject state = Show.document(show.state(show.host()), 200);
    state.remove("now");
    state.remove("cursor");
    for (Object poll : state.getJsonArray("polls")) {
      ((JsonObject) poll).getJsonObject("result").remove("asOf");
    }
    return state;
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(inputs().map(Input::name).distinct().count()).isGreaterThanOrEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void itIsRefusedWithAProblem(Input input) {
    RawHttp.Answer answer = RawHttp.send(input.bytes());
    if (input.bare() && answer.body().isEmpty()) {
      assertThat(answer.status()).isBetween(400, 499);
      return;
    }
    assertRefused(answer);
  }

  private static void assertRefused(RawHttp.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
    assertThat(answer.isProblem()).as(answer.toString()).isTrue();
    String type = new JsonObject(answer.body()).getString("type");
    assertThat(type).startsWith("urn:oncue:problem:");
    assertDocument(
        new JsonObject(answer.body()),
        answer.status(),
        type.substring("urn:oncue:problem:".length()));
  }

  @Tag("faults")
  @Test
  void bodiesThatAreAnnouncedAndDoNotComeAreGivenUp() throws Exception {
    List<Callable<RawHttp.Answer>> half = new ArrayList<>();
    for (Target target : targets()) {
      half.add(() -> RawHttp.send(post(target, "Content-Length: 100\r\n", bytes("{\"stream\""))));
      half.add(() -> RawHttp.send(post(target, "Content-Length: 100\r\n", bytes(""))));
      half.add(
          () ->
              RawHttp.send(
                  post(target, "Transfer-Encoding: chunked\r\n", bytes("10\r\n{\"stream\""))));
    }
    for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
      for (String path : List.of("/streams/s/latency", "/windows/s/w", "/nothing")) {
        half.add(() -> RawHttp.send(request(method, path, "Content-Length: 100\r\n", "{")));
      }
    }
    ExecutorService pool = Executors.newFixedThreadPool(half.size());
    try {
      for (Future<RawHttp.Answer> answer : pool.invokeAll(half)) {
        assertRefused(answer.get());
        assertThat(answer.get().status()).isEqualTo(408);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
  void anEmptyBodyIsNotWaitedFor(String method) {
    assertRefused(RawHttp.send(request(method, "/streams/s/latency", "Content-Length: 0\r\n", "")));
  }

  private byte[] request(String method, String path, String framing, String body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n"
            .formatted(method, path, token, framing);
    return bytes(head + body);
  }

  /** An endpoint that takes JSON, with a body it would take. */
  private record Target(String name, String path, String headers, JsonObject valid) {}

  private List<Target> targets() {
    JsonObject poll =
        show.poll("q2")
            .put("duration", "PT20S")
            .put("grace", "PT0.5S")
            .put("maxOptions", 1)
            .put("revote", false)
            .put("results", "live")
            .put("expectedViewers", 10);
    JsonObject event =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", "malformed")
            .put("source", "/tests")
            .put("type", "dev.oncue.vote.cast.v1")
            .put("data", show.ballot("q1", "red").put("viewer", "intruder"));
    String attributes =
        "ce-specversion: 1.0\r\nce-id: m\r\nce-source: /tests\r\nce-type: dev.oncue.vote.cast.v1\r\n";
    return List.of(
        new Target("poll-open", "/poll-open", JSON, poll),
        new Target("poll-close", "/poll-close", JSON, show.reference("q1")),
        new Target("tickets", "/tickets", JSON, ticket()),
        new Target("windows", "/windows", JSON, window()),
        new Target("vote", "/vote", JSON, show.ballot("q1", "red")),
        new Target("reaction", "/reaction", JSON, reaction()),
        new Target("binary event", "/", JSON + attributes, event.getJsonObject("data")),
        new Target(
            "structured event", "/", "Content-Type: application/cloudevents+json\r\n", event));
  }

  private JsonObject ticket() {
    return new JsonObject().put("stream", show.stream()).put("viewer", "v9").put("ttl", "PT1H");
  }

  private JsonObject window() {
    return new JsonObject()
        .put("stream", show.stream())
        .put("window", "act-1")
        .put("opensAt", Show.fromNow(Duration.ofHours(1)))
        .put("closesAt", Show.fromNow(Duration.ofHours(2)))
        .put("expectedViewers", 1_000)
        .put("lead", "PT5M");
  }

  private JsonObject reaction() {
    return new JsonObject().put("stream", show.stream()).put("emoji", "\u2B50");
  }

  private Stream<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    for (Target target : targets()) {
      brokenBodies(target)
          .forEach((name, body) -> inputs.add(input(target, name, length(body), body)));
      inputs.add(chunkedTooLarge(target));
      wrongTypes(target)
          .forEach((name, body) -> inputs.add(input(target, name, length(body), body)));
    }
    paths().forEach(inputs::add);
    authorizations().forEach(inputs::add);
    framings().forEach(inputs::add);
    garbage().forEach(inputs::add);
    return inputs.stream();
  }

  private Input input(Target target, String name, String framing, byte[] body) {
    return new Input(target.name() + ": " + name, post(target, framing, body), false);
  }

  private static String length(byte[] body) {
    return "Content-Length: " + body.length + "\r\n";
  }

  private byte[] post(Target target, String framing, byte[] body) {
    return joined(request("POST", target.path(), target.headers() + framing, ""), body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static Map<String, byte[]> brokenBodies(Target target) {
    String good = target.valid().encode();
    String open = good.substring(0, good.length() - 1);
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("empty", bytes(""));
    bodies.put("blank", bytes(" \n\t"));
    bodies.put("null", bytes("null"));
    bodies.put("true", bytes("true"));
    bodies.put("a number", bytes("42"));
    bodies.put("a string", bytes("\"red\""));
    bodies.put("an array", bytes("[" + good + "]"));
    bodies.put("an empty object", bytes("{}"));
    bodies.put("no JSON", bytes("stream=show-42&poll=q1"));
    bodies.put("XML", bytes("<?xml version=\"1.0\"?><vote/>"));
    bodies.put("last brace missing", bytes(open));
    bodies.put("cut in half", bytes(good.substring(0, good.length() / 2)));
    bodies.put("two objects", bytes(good + good));
    bodies.put("trailing comma", bytes(open + ",}"));
    bodies.put("trailing garbage", bytes(good + "x"));
    bodies.put("comment", bytes("/* c */" + good));
    bodies.put("single quotes", bytes(good.replace('"', '\'')));
    bodies.put("unquoted names", bytes("{stream: 1}"));
    bodies.put("NaN", bytes(open + ",\"x\":NaN}"));
    bodies.put("Infinity", bytes(open + ",\"x\":-Infinity}"));
    bodies.put("leading zero", bytes(open + ",\"x\":007}"));
    bodies.put("hexadecimal", bytes(open + ",\"x\":0xff}"));
    bodies.put("thousand digits", bytes(open + ",\"x\":" + "9".repeat(1_000) + "}"));
    bodies.put("duplicate key", bytes(open + ",\"stream\":\"other\",\"stream\":\"third\"}"));
    bodies.put("duplicate key deep", bytes(open + ",\"x\":{\"a\":1,\"a\":2}}"));
    bodies.put("nested 40 deep", bytes(open + ",\"x\":" + "[".repeat(40) + "]".repeat(40) + "}"));
    bodies.put("nested 8000 deep", bytes("[".repeat(8_000)));
    bodies.put("nested objects", bytes("{\"a\":".repeat(1_500)));
    bodies.put("bad escape", bytes(open + ",\"x\":\"\\q\"}"));
    bodies.put("bad unicode escape", bytes(open + ",\"x\":\"\\u12g4\"}"));
    bodies.put("raw line break", bytes(open + ",\"x\":\"a\nb\"}"));
    bodies.put("raw control character", bytes(open + ",\"x\":\"a\u0001b\"}"));
    bodies.put("raw NUL", bytes(open + ",\"x\":\"a\u0000b\"}"));
    bodies.put("NUL after the end", bytes(good + "\u0000"));
    bodies.put("invalid UTF-8", joined(bytes(open + ",\"x\":\""), raw(0xff, 0xfe), bytes("\"}")));
    bodies.put("lone continuation", joined(bytes(open + ",\"x\":\""), raw(0x80), bytes("\"}")));
    bodies.put("overlong", joined(bytes(open + ",\"x\":\""), raw(0xc0, 0xaf), bytes("\"}")));
    bodies.put(
        "surrogate in UTF-8",
        joined(bytes(open + ",\"x\":\""), raw(0xed, 0xa0, 0x80), bytes("\"}")));
    bodies.put("cut UTF-8", joined(bytes(open + ",\"x\":\""), raw(0xf0, 0x9f), bytes("\"}")));
    bodies.put("UTF-16", good.getBytes(StandardCharsets.UTF_16));
    bodies.put("UTF-16LE", good.getBytes(StandardCharsets.UTF_16LE));
    bodies.put("UTF-32", good.getBytes(Charset.forName("UTF-32")));
    bodies.put("BOM and nothing", raw(0xef, 0xbb, 0xbf));
    bodies.put("two BOMs", joined(raw(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf), bytes(good)));
    bodies.put("16 KiB of garbage", bytes("x".repeat(LIMIT)));
    bodies.put("16 KiB unclosed", bytes("{\"stream\":\"" + "x".repeat(LIMIT - 11)));
    bodies.put("one byte too many", bytes(good + " ".repeat(LIMIT + 1 - good.length())));
    bodies.put("a megabyte", bytes(good + " ".repeat(1 << 20)));
    return bodies;
  }

  private static byte[] raw(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private Input chunkedTooLarge(Target target) {
    byte[] body = bytes(target.valid().encode() + " ".repeat(2 * LIMIT));
    byte[] chunk = joined(bytes(Integer.toHexString(body.length) + "\r\n"), body, bytes("\r\n"));
    return input(
        target,
        "chunks too large",
        "Transfer-Encoding: chunked\r\n",
        joined(chunk, bytes("0\r\n\r\n")));
  }

  /** Every field of a valid body with every kind of value that it must not have. */
  private static Map<String, byte[]> wrongTypes(Target target) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a fraction", 1.5);
    values.put("a huge number", Long.MAX_VALUE);
    values.put("a list of numbers", new JsonArray().add(1).add(2));
    values.put("an object", new JsonObject().put("a", 1));
    values.put("an empty string", "");
    values.put("a lone surrogate", "\ud83d");
    values.put("an escaped NUL", "a\u0000b");
    values.put("markup", "<b>\"</b>");
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    for (String field : target.valid().fieldNames()) {
      values.forEach(
          (kind, value) -> {
            if (!mayBeAnyText(field, kind)) {
              String json = target.valid().copy().put(field, value).encode();
              // As an escape: UTF-8 has no bytes for it.
              bodies.put(field + " is " + kind, bytes(json.replace("\ud83d", "\\ud83d")));
            }
          });
    }
    return bodies;
  }

  private static boolean mayBeAnyText(String field, String kind) {
    return switch (kind) {
      case "markup" -> List.of("question", "id", "source", "viewer").contains(field);
      case "an escaped NUL" -> field.equals("viewer");
      default -> false;
    };
  }

  private List<Input> paths() {
    String stream = show.stream();
    List<String> paths =
        List.of(
            "/polls/" + stream + "%2Fq1",
            "/polls/" + stream + "%2fq1/q1",
            "/polls/" + stream + "/q%001",
            "/polls/%00/q1",
            "/polls/" + stream + "/%zz",
            "/polls/%/q1",
            "/polls/" + stream + "/q%e",
            "/polls/" + stream + "/%C3%A4",
            "/polls/" + stream + "/%FF%FE",
            "/polls/" + stream + "/%F0%9F%94%A5",
            "/polls/" + stream + "/%0d%0aX: y",
            "/polls/" + stream + "/" + "q".repeat(129),
            "/polls/" + stream + "/" + "q".repeat(4_000),
            "/polls/" + stream + "/;q1",
            "/polls/" + stream + "/q1;x=y",
            "/polls/" + stream + "//q1/",
            "/polls/" + stream + "/%20",
            "/polls/" + stream + "/<q1>",
            "/polls/" + stream + "/{poll}",
            "/polls/" + stream + "/q|1",
            "/polls/../../etc/passwd",
            "/polls/%2e%2e/%2e%2e/etc/passwd",
            "/streams/%zz/state",
            "/streams/%00/state",
            "/streams/%C3%A4/state",
            "/streams//state",
            "/streams/" + "s".repeat(129) + "/state",
            "/streams/%zz/feed",
            "/streams/%00/feed",
            "/streams/a%2Fb/feed",
            "/streams/" + stream + "/feed%zz",
            "/streams/" + stream + "/feed?cursor=%zz",
            "/streams/" + stream + "/feed?token=%",
            "/streams/" + stream + "/state?x=%",
            "/%zz",
            "/%",
            "/q/%zz",
            "/vote%00",
            "/\\..\\x",
            "/[",
            "/^");
    List<Input> inputs = new ArrayList<>();
    for (String path : paths) {
      inputs.add(new Input("path " + shortened(path), get(path, token), path.contains(" ")));
    }
    String overlong = "/polls/" + "s".repeat(10_000) + "/q1";
    inputs.add(new Input("path of 10,000 characters", get(overlong, token), true));
    inputs.add(new Input("path of raw bytes", get("/polls/\u00e4\u00f6/q1", token), true));
    return inputs;
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 60) + "... " + text.length();
  }

  private static byte[] get(String path, String token) {
    return bytes(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n");
  }

  private List<Input> authorizations() {
    String good = token;
    String[] parts = good.split("\\.");
    List<String> values =
        List.of(
            "",
            " ",
            "Bearer",
            "Bearer ",
            "Bearer  ",
            "Bearer null",
            "Bearer undefined",
            "Bearer " + good + " x",
            "Bearer " + good + good,
            "Bearer " + good.substring(1),
            "Bearer ." + good,
            "Bearer " + parts[0],
            "Bearer " + parts[0] + "." + parts[1],
            "Bearer " + parts[0] + ".." + parts[2],
            "Bearer ." + parts[1] + "." + parts[2],
            "Bearer ....",
            "Bearer \u0001",
            "Bearer {\"sub\":\"v1\"}",
            "Bearer e30.e30.e30",
            "Bearer bnVsbA.bnVsbA.bnVsbA",
            "Bearer W10.W10.W10",
            "Bearer " + "A".repeat(8_000),
            "Basic " + good,
            "Digest username=v1",
            "Token " + good,
            good,
            "Bearer=" + good,
            "Bearer " + SignedToken.viewer("v1").unsigned().text());
    List<Input> inputs = new ArrayList<>();
    for (String value : values) {
      String head =
          "GET /polls/"
              + show.stream()
              + "/q1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + value
              + "\r\n\r\n";
      boolean bare = value.indexOf('\u0001') >= 0;
      inputs.add(
          new Input("authorization " + inputs.size() + " " + shortened(value), bytes(head), bare));
    }
    return inputs;
  }

  private List<Input> framings() {
    Target vote = targets().get(3);
    byte[] ballot = bytes(vote.valid().encode());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("negative length", "Content-Length: -1\r\n");
    headers.put("length in words", "Content-Length: ten\r\n");
    headers.put("length of twenty digits", "Content-Length: 99999999999999999999\r\n");
    headers.put("length of nineteen digits", "Content-Length: 9999999999999999999\r\n");
    headers.put("length of two gigabytes", "Content-Length: 2147483648\r\n");
    headers.put("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n");
    headers.put("bad chunk size", "Transfer-Encoding: chunked\r\n");
    headers.put("length too short", "Content-Length: 10\r\n");
    headers.put("length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    List<Input> inputs = new ArrayList<>();
    headers.forEach(
        (name, header) ->
            inputs.add(new Input("framing: " + name, post(vote, header, ballot), true)));
    byte[] noChunks = bytes("0\r\n\r\n");
    Map<String, String> codings = new LinkedHashMap<>();
    codings.put("no chunks", "Transfer-Encoding: chunked\r\n");
    codings.put("another coding", "Transfer-Encoding: gzip\r\n");
    codings.put("no coding", "Transfer-Encoding: identity\r\n");
    codings.put("a second coding", "Transfer-Encoding: gzip, chunked\r\n");
    codings.put("an unknown coding", "Transfer-Encoding: xchunked\r\n");
    codings.put("chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    codings.put("another host", "Host: y\r\nContent-Length: 5\r\n");
    codings.put("a compressed body", "Content-Encoding: gzip\r\nContent-Length: 5\r\n");
    codings.put("another expectation", "Expect: a-miracle\r\nContent-Length: 5\r\n");
    for (Target target : targets()) {
      codings.forEach(
          (name, header) ->
              inputs.add(
                  new Input(
                      target.name() + ", framing: " + name,
                      post(target, header, noChunks),
                      false)));
    }
    return inputs;
  }

  private static List<Input> garbage() {
    Map<String, byte[]> garbage = new LinkedHashMap<>();
    garbage.put("one word", bytes("GARBAGE\r\n\r\n"));
    garbage.put("no version", bytes("GET /time\r\n\r\n"));
    garbage.put("version 9.9", bytes("GET /nope HTTP/9.9\r\nHost: x\r\n\r\n"));
    garbage.put("no path", bytes("GET  HTTP/1.1\r\nHost: x\r\n\r\n"));
    garbage.put("a star", bytes("GET * HTTP/1.1\r\nHost: x\r\n\r\n"));
    garbage.put("no host", bytes("GET /nope HTTP/1.1\r\n\r\n"));
    garbage.put("two hosts", bytes("GET /nope HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"));
    garbage.put("a bad host", bytes("GET /nope HTTP/1.1\r\nHost: a b/\r\n\r\n"));
    garbage.put("header without a colon", bytes("GET /nope HTTP/1.1\r\nHost: x\r\nOops\r\n\r\n"));
    garbage.put("header without a name", bytes("GET /nope HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"));
    garbage.put("header with a NUL", bytes("GET /nope HTTP/1.1\r\nHost: x\r\nA: b\u0000c\r\n\r\n"));
    garbage.put(
        "header of 20,000 characters",
        bytes("GET /nope HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(20_000) + "\r\n\r\n"));
    garbage.put(
        "a thousand headers",
        bytes(
            "GET /nope HTTP/1.1\r\nHost: x\r\n" + "A: bcdefghijklmnop\r\n".repeat(1_000) + "\r\n"));
    garbage.put("an unknown method", bytes("BREW /vote HTTP/1.1\r\nHost: x\r\n\r\n"));
    garbage.put("a method in small letters", bytes("get /time HTTP/1.1\r\nHost: x\r\n\r\n"));
    garbage.put("CONNECT", bytes("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"));
    garbage.put(
        "a TLS greeting",
        joined(raw(22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3, 94, 171, 200, 33), bytes("\r\n\r\n")));
    garbage.put("zeros before a word", joined(new byte[64], bytes("x\r\n\r\n")));
    garbage.put("a long line", bytes("A".repeat(100_000) + "\r\n\r\n"));
    List<Input> inputs = new ArrayList<>();
    garbage.forEach((name, bytes) -> inputs.add(new Input("garbage: " + name, bytes, true)));
    return inputs;
  }
}
