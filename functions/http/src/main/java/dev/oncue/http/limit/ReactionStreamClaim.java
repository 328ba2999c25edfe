package dev.oncue.http.limit;

import dev.oncue.http.problem.Problem;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.TenantPolls;
import dev.oncue.stream.StreamId;
import java.time.Instant;

/**
 * A place for a stream that viewers react on. It takes no place of producers, and a stream that has
 * polls always gets one: viewers who react on made-up streams keep nobody from a show.
 *
 * @param until how long it takes its place
 * @param limit how many of them a tenant may have
 */
record ReactionStreamClaim(StreamId stream, Instant until, int limit) implements Claim {
  @Override
  public ClaimKind kind() {
    return ClaimKind.REACTION_STREAMS;
  }

  @Override
  public String tenant() {
    return stream.tenant();
  }

  @Override
  public boolean asksForPolls() {
    return true;
  }

  @Override
  public Admission on(ClaimSet claims, TenantPolls polls, Instant now) {
    if (claims.lasts(stream.name(), until)) {
      return new Admission(claims, null);
    }
    ClaimSet current = claims.at(now);
    boolean isKnown =
        current.names().contains(stream.name()) || polls.streams().contains(stream.name());
    return isKnown || current.names().size() < limit
        ? new Admission(current.plus(stream.name(), 1, until), null)
        : new Admission(
            claims,
            Problem.TOO_MANY_STREAMS.with(
                "a tenant has at most %d streams with reactions and no polls".formatted(limit)));
  }
}
