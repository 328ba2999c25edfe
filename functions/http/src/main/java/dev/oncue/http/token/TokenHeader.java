package dev.oncue.http.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.json.Json;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * What a token's header may say, beyond what is left to the library that verifies signatures. Keys
 * and certificates that a header names or brings ({@code jku}, {@code jwk}, {@code x5u}, {@code
 * x5c}) are never looked at (RFC 8725, section 3.10).
 */
final class TokenHeader {
  /** Kinds of tokens (RFC 8725, section 3.11): none, JWT, and access tokens (RFC 9068). */
  private static final Set<String> TYPES =
      Set.of("", "jwt", "application/jwt", "at+jwt", "application/at+jwt");

  private TokenHeader() {}

  /**
   * Passes a header that may be verified.
   *
   * @param token the whole token
   * @throws ProblemException unauthorized
   */
  static void require(String token) {
    JsonNode header = read(token);
    if (header.has("crit")) {
      // RFC 7515, section 4.1.11: there is no extension that we understand.
      throw refusal("crit names what is not understood here");
    }
    JsonNode type = header.path("typ");
    if (!TYPES.contains(type.asText("").toLowerCase(Locale.ROOT)) || type.isContainerNode()) {
      throw refusal("typ must be JWT or at+jwt");
    }
  }

  private static JsonNode read(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
      JsonNode header = Json.tree(bytes);
      if (header.isObject()) {
        return header;
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // Falls through to the same refusal.
    }
    throw Problem.UNAUTHORIZED.with("the token cannot be read");
  }

  private static ProblemException refusal(String rule) {
    return Problem.UNAUTHORIZED.with("the token's header: " + rule);
  }
}
