package dev.oncue.http.token;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer sends, and who it is. The token stands in the header {@code Authorization} or,
 * where that is missing, in the field {@code token} of the body. A browser sends a body as {@code
 * text/plain} to another origin at once; for the header it would ask beforehand (Fetch standard,
 * "CORS-preflight request"), and a vote would be two requests.
 *
 * @param viewer whom the token speaks for
 * @param body the JSON object
 */
public record ViewerRequest(Caller viewer, Fields body) {
  private static final String TOKEN = "token";

  /**
   * Reads a request.
   *
   * @param authorization the header; {@code null}: there is none
   * @throws ProblemException unauthorized, or forbidden for who is no viewer
   * @throws MalformedException when a caller who is known sends no JSON object
   */
  public static ViewerRequest read(
      Tokens tokens, @Nullable String authorization, byte @Nullable [] body) {
    Fields fields = authorization == null ? unlessUnreadable(body) : null;
    if (fields != null && fields.has(TOKEN)) {
      return new ViewerRequest(required(tokens.verify(token(fields))), fields);
    }
    Caller viewer = required(tokens.caller(authorization));
    fields = Fields.parse(body);
    if (fields.has(TOKEN)) {
      // It has no effect, and still is what it must be.
      fields.string(TOKEN);
    }
    return new ViewerRequest(viewer, fields);
  }

  private static String token(Fields fields) {
    try {
      return fields.string(TOKEN);
    } catch (MalformedException e) {
      throw Problem.UNAUTHORIZED.with(String.valueOf(e.getMessage()));
    }
  }

  private static Caller required(Caller caller) {
    return caller.require(Group.VIEWER);
  }

  /** A body without a token gets the same answer, whether it can be read or not. */
  private static @Nullable Fields unlessUnreadable(byte @Nullable [] body) {
    try {
      return Fields.parse(body);
    } catch (MalformedException e) {
      return null;
    }
  }
}
