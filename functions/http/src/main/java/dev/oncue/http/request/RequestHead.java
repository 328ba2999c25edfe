package dev.oncue.http.request;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
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
   * @throws ProblemException malformed (RFC 9112, sections 3.2 and 6.1; RFC 9110, section 10.1.1),
   *     or unsupported media type (RFC 9110, section 8.4)
   */
  static void require(MultiMap headers) {
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
