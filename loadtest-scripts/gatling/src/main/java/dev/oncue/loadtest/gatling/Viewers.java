package dev.oncue.loadtest.gatling;

import dev.oncue.loadtest.Tokens;
import io.gatling.javaapi.core.Session;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Viewers of one stream, whose tokens were signed beforehand. Thread-safe.
 *
 * @param authorizations each one's header
 */
record Viewers(String[] authorizations) {
  private static final String AUTHORIZATION = "authorization";

  /**
   * Signs for viewers.
   *
   * @param name what their names begin with; a number follows
   */
  static Viewers sign(Tokens tokens, String name, int count) {
    return new Viewers(
        IntStream.range(0, count)
            .mapToObj(number -> "Bearer " + tokens.viewer(name + number))
            .toArray(String[]::new));
  }

  int count() {
    return authorizations.length;
  }

  /** One after another, over and over again: who the next user is. */
  Iterator<Map<String, Object>> byTurns() {
    return Stream.iterate(0, number -> (number + 1) % count())
        .map(number -> Map.<String, Object>of(AUTHORIZATION, authorizations[number]))
        .iterator();
  }

  /** The header of the viewer that a user is. */
  static String authorization(Session session) {
    return session.getString(AUTHORIZATION);
  }
}
