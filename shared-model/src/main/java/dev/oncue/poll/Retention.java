package dev.oncue.poll;

import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How long closed polls and their ballots are kept. A poll that is not settled is never removed. Of
 * several polls the ones closed longest ago go first. No tenant's polls push out those of a tenant
 * that has fewer.
 *
 * @param time how long after its close a poll is kept
 * @param polls how many settled polls of a tenant are kept at most
 * @param ofStream how many of one stream
 * @param ofAll how many of all tenants together
 */
public record Retention(Duration time, int polls, int ofStream, int ofAll) {
  /**
   * The polls whose time is over at {@code now}: scratch polls as soon as they are settled. Depends
   * on its arguments alone.
   */
  public List<Poll> expired(List<Poll> all, Instant now) {
    List<Poll> newestFirst =
        all.stream()
            .filter(Poll::isSettled)
            .sorted(Comparator.comparing(Retention::closedAt, Comparator.reverseOrder()))
            .toList();
    Set<PollId> kept = withinAll(withinTenants(newestFirst, now));
    return newestFirst.stream().filter(poll -> !kept.contains(poll.id())).toList();
  }

  /** The polls that each tenant may keep, the newest first. */
  private Map<String, List<Poll>> withinTenants(List<Poll> newestFirst, Instant now) {
    Map<String, List<Poll>> tenants = new HashMap<>();
    Map<StreamId, Integer> streams = new HashMap<>();
    for (Poll poll : newestFirst) {
      StreamId stream = poll.id().stream();
      if (stream.isScratch() || !closedAt(poll).plus(time).isAfter(now)) {
        continue;
      }
      List<Poll> mine = tenants.computeIfAbsent(stream.tenant(), none -> new ArrayList<>());
      if (mine.size() < polls && streams.merge(stream, 1, Integer::sum) <= ofStream) {
        mine.add(poll);
      }
    }
    return tenants;
  }

  /** Where they are too many together, those who have the most give them up. */
  private Set<PollId> withinAll(Map<String, List<Poll>> tenants) {
    int share = share(tenants.values());
    return tenants.values().stream()
        .flatMap(mine -> mine.stream().limit(share))
        .sorted(Comparator.comparing(Retention::closedAt, Comparator.reverseOrder()))
        .limit(ofAll)
        .map(Poll::id)
        .collect(HashSet::new, Set::add, Set::addAll);
  }

  /** The largest number that each tenant may keep; one at least, also where those are too many. */
  private int share(Collection<List<Poll>> tenants) {
    int[] sizes = tenants.stream().mapToInt(List::size).sorted().toArray();
    long left = ofAll;
    for (int i = 0; i < sizes.length; i++) {
      long each = left / (sizes.length - i);
      if (sizes[i] > each) {
        return (int) Math.max(1, each);
      }
      left -= sizes[i];
    }
    return polls;
  }

  private static Instant closedAt(Poll settled) {
    return Objects.requireNonNull(settled.closedAt());
  }
}
