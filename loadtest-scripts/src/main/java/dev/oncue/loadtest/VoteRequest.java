package dev.oncue.loadtest;

import io.vertx.core.buffer.Buffer;

/**
 * {@code POST /vote}, written and signed beforehand.
 *
 * @param rest what comes after the host's name
 */
public record VoteRequest(Buffer rest) {
  /**
   * Writes one.
   *
   * @param body ASCII
   */
  public static VoteRequest of(String token, String body) {
    return new VoteRequest(
        Buffer.buffer(
            "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body));
  }

  /** Its bytes for a host, which an ingress may go by. */
  public Buffer to(String host) {
    return Buffer.buffer("POST /vote HTTP/1.1\r\nHost: " + host).appendBuffer(rest);
  }
}
