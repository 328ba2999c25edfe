package dev.oncue.http.token;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as a verified token says.
 *
 * @param tenant whose streams the caller may reach
 * @param name the viewer's id, or the producer's name
 * @param groups what the caller may do
 * @param stream the one stream that the token is good for; {@code null}: any of the tenant's
 * @param expiresAt the end of the token, to the second
 */
public record Caller(
    String tenant, String name, Set<Group> groups, @Nullable String stream, Instant expiresAt) {

  /** Whether the caller is in a group; a producer is a host too. */
  public boolean is(Group group) {
    return groups.contains(group) || (group == Group.HOST && groups.contains(Group.PRODUCER));
  }

  /**
   * Returns this caller if it is in one of the groups.
   *
   * @throws ProblemException forbidden
   */
  public Caller require(Group... anyOf) {
    for (Group group : anyOf) {
      if (is(group)) {
        return this;
      }
    }
    StringBuilder words = new StringBuilder();
    for (Group group : anyOf) {
      words.append(words.isEmpty() ? "" : " or ").append(group.word());
    }
    throw Problem.FORBIDDEN.with("this needs a token of the group " + words);
  }

  /**
   * A stream of the caller's tenant.
   *
   * @param name a valid name
   * @throws ProblemException forbidden, when the token is good for another stream alone
   */
  public StreamId reach(String name) {
    if (stream != null && !stream.equals(name)) {
      throw Problem.FORBIDDEN.with("this token is good for the stream " + stream + " alone");
    }
    return new StreamId(tenant, name);
  }
}
