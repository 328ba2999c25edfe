package dev.oncue.http.request;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * What the head of a request may say of its body and of its connection. What Netty's decoder lets
 * pass is refused here, before anything waits for a body that cannot be told from what follows it.
 */
final class RequestHead {
  private RequestHead() {}

  /**
   * Passes a head that has one meaning.
   *
   * @throws ProblemException malformed (RFC 9112, sections 2.3, 3.2, 5 and 6.1; RFC 9110, section
   *     10.1.1), or unsupported media type (RFC 9110, section 8.4)
   */
  static void require(HttpServerRequest request) {
    if (request.version() == null) {
      throw Problem.MALFORMED.with("request line: must end with HTTP/1.1 or HTTP/1.0");
    }
    if (request.uri().indexOf('#') >= 0) {
      throw Problem.MALFORMED.with("request line: its target must have no fragment");
    }
    requireFields(request.headers());
  }

  /** Whether its target is a path, or an address with one (RFC 9112, section 3.2). */
  static boolean namesAddress(HttpServerRequest request) {
    String target = request.uri();
    return target.startsWith("/")
        || target.regionMatches(true, 0, "http://", 0, "http://".length())
        || target.regionMatches(true, 0, "https://", 0, "https://".length());
  }

  /** {@code OPTIONS *} asks whether there is a server (RFC 9110, section 9.3.7). */
  static boolean isAboutTheServer(HttpServerRequest request) {
    return request.uri().equals("*") && request.method() == HttpMethod.OPTIONS;
  }

  private static void requireFields(MultiMap headers) {
    if (headers.contains("")) {
      throw Problem.MALFORMED.with("header: must have a name");
    }
    if (headers.getAll(HttpHeaders.HOST).size() > 1) {
      throw Problem.MALFORMED.with("header Host: must stand once");
    }
    List<String> transfer = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    if (transfer.size() > 1 || !isOrAbsent(transfer, "chunked")) {
      throw Problem.MALFORMED.with(
          "header Transfer-Encoding: must be chunked, once, or be left out");
    }
    if (!isOrAbsent(headers.getAll(HttpHeaders.EXPECT), "100-continue")) {
      throw Problem.MALFORMED.with("header Expect: must be 100-continue, or be left out");
    }
    if (!isOrAbsent(headers.getAll(HttpHeaders.CONTENT_ENCODING), "identity")) {
      throw Problem.UNSUPPORTED_MEDIA_TYPE.with(
          "header Content-Encoding: must be left out; bodies are not compressed");
    }
  }

  private static boolean isOrAbsent(List<String> values, String word) {
    return values.stream().allMatch(value -> value.strip().equalsIgnoreCase(word));
  }
}
