package dev.oncue.http.problem;

import dev.oncue.poll.PollId;
import java.util.Locale;

/** Every way in which a request can be refused: RFC 9457 problem types with their statuses. */
public enum Problem {
  MALFORMED(400, "The request is malformed"),
  UNAUTHORIZED(401, "A valid token is needed"),
  FORBIDDEN(403, "The token does not reach this"),
  UNKNOWN_POLL(404, "There is no such poll"),
  UNKNOWN_STREAM(404, "There is no such stream"),
  UNKNOWN_WINDOW(404, "There is no such window"),
  NOT_FOUND(404, "There is nothing at this address"),
  METHOD_NOT_ALLOWED(405, "This address does not take this method"),
  NOT_ACCEPTABLE(406, "This address cannot answer in the form asked for"),
  REQUEST_TIMEOUT(408, "The request did not come whole in time"),
  POLL_NOT_OPEN(409, "The poll is not open yet"),
  POLL_NOT_CLOSED(409, "The poll is not closed yet"),
  POLL_CLOSED(409, "The poll is closed"),
  ALREADY_VOTED(409, "The viewer has voted already"),
  POLL_EXISTS(409, "Another poll has this id"),
  WINDOW_EXISTS(409, "Another window has this id"),
  TOO_MANY_WINDOWS(409, "The tenant has too many windows"),
  TOO_MANY_POLLS(409, "There are too many polls"),
  TOO_MANY_STREAMS(409, "The tenant has too many streams"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "This address does not take this kind of body"),
  UNKNOWN_OPTION(422, "The poll has no such option"),
  TOO_MANY_OPTIONS(422, "The ballot names too many options"),
  RATE_LIMITED(429, "Too many requests of this viewer"),
  TOO_MANY_TICKETS(429, "The tenant asks for too many tickets"),
  OVERLOADED(503, "The engine is overloaded"),
  GRID_UNAVAILABLE(503, "The engine's memory cannot be reached");

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** A short text that is the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The code on the wire. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An occurrence of this problem, explained for the one who caused it. */
  public ProblemException with(String detail) {
    return new ProblemException(this, detail);
  }

  /** That there is no poll of that name on its stream. */
  public static ProblemException unknownPoll(PollId id) {
    return UNKNOWN_POLL.with("poll: " + id.name());
  }

  /** The problem that stands for an HTTP status which something else has decided on. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> RATE_LIMITED;
      case 500, 502, 503, 504 -> GRID_UNAVAILABLE;
      default -> MALFORMED;
    };
  }
}
