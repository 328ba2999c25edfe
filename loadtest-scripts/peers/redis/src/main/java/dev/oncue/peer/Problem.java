package dev.oncue.peer;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Why a request is refused, told as Oncue tells it. */
enum Problem {
  MALFORMED(400, "malformed"),
  UNAUTHORIZED(401, "unauthorized"),
  FORBIDDEN(403, "forbidden"),
  UNKNOWN_POLL(404, "unknown-poll"),
  POLL_CLOSED(409, "poll-closed"),
  UNKNOWN_OPTION(422, "unknown-option"),
  ALREADY_VOTED(409, "already-voted"),
  POLL_EXISTS(409, "poll-exists"),
  UNAVAILABLE(503, "redis-unavailable");

  private final int status;
  private final String code;

  Problem(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** Fails unless a ballot was accepted; the scripts number the others from 1 in this order. */
  static void requireAccepted(int outcome) {
    values()[UNKNOWN_POLL.ordinal() + Math.max(0, outcome - 1)].unless(outcome == 0);
  }

  void unless(boolean met) {
    if (!met) {
      throw exception();
    }
  }

  WebApplicationException exception() {
    return new WebApplicationException(response());
  }

  Response response() {
    Map<String, Object> body =
        Map.of("type", "urn:oncue:problem:" + code, "title", code, "status", status);
    return Response.status(status).type("application/problem+json").entity(body).build();
  }
}
