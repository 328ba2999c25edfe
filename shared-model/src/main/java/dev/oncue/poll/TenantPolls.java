package dev.oncue.poll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The polls of one tenant that are known; those added lately may be missing.
 *
 * @param ids all of them
 * @param streams the names of their streams
 * @param pending those that are not closed
 */
public record TenantPolls(Set<PollId> ids, Set<String> streams, List<Poll> pending) {
  /** Those of a tenant, as they are at an instant. */
  public static TenantPolls of(String tenant, List<Poll> all, Instant now) {
    TenantPolls mine = new TenantPolls(new HashSet<>(), new HashSet<>(), new ArrayList<>());
    for (Poll poll : all) {
      if (poll.id().stream().tenant().equals(tenant)) {
        mine.ids.add(poll.id());
        mine.streams.add(poll.id().stream().name());
        if (poll.status(now) != PollStatus.CLOSED) {
          mine.pending.add(poll);
        }
      }
    }
    return mine;
  }
}
