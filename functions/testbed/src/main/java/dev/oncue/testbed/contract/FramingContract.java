package dev.oncue.testbed.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.RawHttp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HTTP/1.1 as RFC 9112 and RFC 9110 have it, over plain sockets: whatever is wrong with a request,
 * there is one answer, the right one, at once; and where what follows cannot be told from it, the
 * connection ends. What is right meets an address with nothing at it.
 */
public interface FramingContract {
  String HOST = "Host: localhost\r\n";
  String BODY = "POST /nothing";
  String CHUNKED = BODY + " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
  String NO_CHUNKS = "0\r\n\r\n";

  /**
   * A request and the status of its one answer.
   *
   * @param ends whether the connection ends with it
   */
  record Framing(String name, String request, int status, boolean ends) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A method and a path for which the function reads a body. */
  default String whereBodiesAreRead() {
    return BODY;
  }

  /** The status of the answer to any body there, without a token. */
  default int statusOnceRead() {
    return 404;
  }

  private static Framing refused(int status, String name, String request) {
    return new Framing(name, request, status, true);
  }

  private static Framing taken(String name, String request) {
    return new Framing(name, request, 404, false);
  }

  private static String get(String target, String fields) {
    return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
  }

  private static String post(String fields, String body) {
    return BODY + " HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
  }

  /** RFC 9112, section 7.1. */
  static Stream<Framing> chunks() {
    return Stream.of(
        taken("chunks", CHUNKED + "2\r\n{}\r\n" + NO_CHUNKS),
        taken("a chunk with an extension", CHUNKED + "2;a=b\r\n{}\r\n" + NO_CHUNKS),
        taken("a trailer", CHUNKED + "2\r\n{}\r\n0\r\nA: b\r\n\r\n"),
        refused(400, "a size that is no number", CHUNKED + "zz\r\n{}\r\n" + NO_CHUNKS),
        refused(400, "a negative size", CHUNKED + "-1\r\n{}\r\n" + NO_CHUNKS),
        refused(400, "a size of 72 bits", CHUNKED + "f".repeat(18) + "\r\n{}\r\n"),
        refused(400, "a chunk longer than its size", CHUNKED + "2\r\n{}x\r\n" + NO_CHUNKS),
        refused(400, "a long extension", CHUNKED + "2;" + "a".repeat(20_000) + "\r\n{}\r\n"),
        refused(400, "a trailer without a colon", CHUNKED + "2\r\n{}\r\n0\r\nA b\r\n\r\n"),
        refused(400, "a long trailer", CHUNKED + "0\r\nA: " + "b".repeat(20_000) + "\r\n\r\n"),
        refused(400, "many trailers", CHUNKED + "0\r\n" + "A: bcdefgh\r\n".repeat(2_000) + "\r\n"));
  }

  /** RFC 9112, section 6. */
  static Stream<Framing> lengths() {
    return Stream.of(
        taken("a length", post("Content-Length: 2\r\n", "{}")),
        refused(400, "a negative length", post("Content-Length: -1\r\n", "")),
        refused(400, "a length with a sign", post("Content-Length: +2\r\n", "{}")),
        refused(400, "a length in words", post("Content-Length: two\r\n", "{}")),
        refused(400, "no number as length", post("Content-Length: \r\n", "{}")),
        refused(400, "a length of 80 bits", post("Content-Length: 9999999999999999999999\r\n", "")),
        refused(400, "two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}")),
        refused(400, "a list of lengths", post("Content-Length: 2, 3\r\n", "{}")),
        refused(
            400,
            "a length and chunks",
            post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", NO_CHUNKS)),
        refused(400, "another coding", post("Transfer-Encoding: gzip\r\n", "{}")),
        refused(400, "two codings", post("Transfer-Encoding: gzip, chunked\r\n", NO_CHUNKS)),
        refused(
            400,
            "chunks by HTTP/1.0",
            CHUNKED.replace("HTTP/1.1", "HTTP/1.0") + "2\r\n{}\r\n" + NO_CHUNKS),
        refused(413, "too long a length", post("Content-Length: 20000\r\n", "")));
  }

  /** RFC 9112, sections 3 and 5. */
  static Stream<Framing> heads() {
    return Stream.of(
        taken("an address as target", get("http://localhost/nothing", HOST)),
        taken("a folded field", get("/nothing", HOST + "A: b\r\n c\r\n")),
        taken("a method in small letters", get("/nothing", HOST).replace("GET", "get")),
        taken("a method of their own", get("/nothing", HOST).replace("GET", "BREW")),
        refused(400, "no address as target", get("nothing", HOST)),
        refused(400, "a star as target", get("*", HOST)),
        refused(400, "an authority as target", get("a:1", HOST).replace("GET", "CONNECT")),
        refused(400, "a fragment", get("/nothing#a", HOST)),
        refused(400, "two hosts", get("/nothing", HOST + HOST)),
        refused(400, "a space before a colon", get("/nothing", HOST + "A : b\r\n")),
        refused(400, "a field without a name", get("/nothing", HOST + ": b\r\n")),
        refused(400, "a field without a colon", get("/nothing", HOST + "A\r\n")),
        refused(400, "a NUL in a field", get("/nothing", HOST + "A: \0\r\n")),
        refused(400, "a return in a field", get("/nothing", HOST + "A: b\rc\r\n")),
        refused(400, "line feeds alone", get("/nothing", HOST).replace("\r", "")),
        refused(400, "no version", "GET /nothing\r\n\r\n"),
        refused(400, "another version", get("/nothing", HOST).replace("/1.1", "/2.0")),
        refused(400, "another protocol", get("/nothing", HOST).replace("HTTP", "RTSP")),
        refused(414, "a long target", get("/" + "a".repeat(9_000), HOST)),
        refused(431, "a long field", get("/nothing", HOST + "A: " + "b".repeat(17_000) + "\r\n")),
        refused(431, "many fields", get("/nothing", HOST + "A: bcdefgh\r\n".repeat(2_000))));
  }

  /** RFC 9110, section 10.1.1. */
  static Stream<Framing> expectations() {
    String expect = "Expect: 100-continue\r\n";
    return Stream.of(
        refused(413, "too much is announced", post(expect + "Content-Length: 20000\r\n", "")),
        refused(400, "something else", post("Expect: a-miracle\r\nContent-Length: 2\r\n", "{}")),
        taken("nothing to wait for", get("/nothing", HOST + expect)),
        refused(
            404,
            "by HTTP/1.0, which has none",
            post(expect + "Content-Length: 2\r\n", "{}").replace("/1.1", "/1.0")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"chunks", "lengths", "heads", "expectations"})
  default void isAnsweredOnce(Framing framing) {
    byte[] request = framing.request().replace(BODY, whereBodiesAreRead()).getBytes(ISO_8859_1);
    RawHttp.Answer answer =
        framing.ends() ? RawHttp.sendUntilClosed(request) : RawHttp.send(request);
    boolean isRead = framing.status() == 404 && framing.request().startsWith(BODY);
    assertThat(answer.status())
        .as(answer.toString())
        .isEqualTo(isRead ? statusOnceRead() : framing.status());
    assertThat(answer.body()).doesNotContainPattern("HTTP/1\\.\\d \\d{3}");
  }

  @Test
  default void aBodyThatIsWantedIsAskedFor() {
    String head =
        post("Expect: 100-continue\r\nContent-Length: 2\r\n", "")
            .replace(BODY, whereBodiesAreRead());
    RawHttp.Answer first = RawHttp.send(head.getBytes(ISO_8859_1));
    assertThat(first.head()).startsWith("http/1.1 100 continue");
  }

  @Test
  default void theServerItselfIsThere() {
    RawHttp.Answer answer =
        RawHttp.send(("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").getBytes(ISO_8859_1));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.head()).contains("allow: get, head, post");
  }
}
