package dev.oncue.http.limit;

import dev.oncue.http.problem.Problem;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.TenantPolls;
import dev.oncue.stream.StreamId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A place for a stream that a producer uses.
 *
 * @param until how long it takes its place, if it has no polls
 * @param limit how many of them a tenant may have
 */
record StreamClaim(StreamId stream, Instant until, int limit) implements Claim {
  @Override
  public ClaimKind kind() {
    return ClaimKind.STREAMS;
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
    Set<String> streams = new HashSet<>(polls.streams());
    streams.addAll(current.names());
    return streams.contains(stream.name()) || streams.size() < limit
        ? new Admission(current.plus(stream.name(), 1, until), null)
        : new Admission(
            claims,
            Problem.TOO_MANY_STREAMS.with(
                "a tenant has at most %d streams with polls or a latency".formatted(limit)));
  }
}
