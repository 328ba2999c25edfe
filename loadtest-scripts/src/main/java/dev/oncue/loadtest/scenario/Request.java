package dev.oncue.loadtest.scenario;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A request that was written and signed beforehand.
 *
 * @param viewer who sends it
 * @param path where it goes
 * @param rest the bytes after the host's name
 * @param expected what it should be answered with
 * @param option the number of the option, or of the emoji, that counts when it is answered so
 * @param next sent when this one is answered; {@code null}: nothing
 */
record Request(
    String viewer, String path, Buffer rest, Expected expected, int option, Request next) {
  /** Writes one that is followed by nothing. */
  static Request post(
      String viewer, String path, String token, String json, Expected expected, int option) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    Buffer rest =
        Buffer.buffer(
                "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                    + token
                    + "\r\nContent-Length: "
                    + body.length
                    + "\r\n\r\n")
            .appendBytes(body);
    return new Request(viewer, path, rest, expected, option, null);
  }

  Request then(Request following) {
    return new Request(viewer, path, rest, expected, option, following);
  }

  /** Its bytes for a host, which an ingress may go by. */
  Buffer to(String host) {
    return Buffer.buffer("POST " + path + " HTTP/1.1\r\nHost: " + host).appendBuffer(rest);
  }
}
