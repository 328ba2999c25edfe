package dev.oncue.ballot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts ballots again from what was kept of them, knowing nothing of any tally. This is what
 * certifies a result, so it shares no code with {@link BallotShard}.
 */
public final class Recount {
  private Recount() {}

  /**
   * The tally of kept batches, in the order in which they were kept. A viewer's last ballot counts:
   * only ballots that got in are kept, and a second one gets in only where the poll allows it.
   */
  public static Tally of(List<CastBatch> batches) {
    Map<String, Ballot> last = new HashMap<>();
    for (CastBatch batch : batches) {
      for (Cast cast : batch.casts()) {
        last.merge(cast.viewer(), cast.ballot(), Recount::later);
      }
    }
    int[] votes = new int[Integer.SIZE];
    for (Ballot ballot : last.values()) {
      for (int option = 0; option < votes.length; option++) {
        votes[option] += ballot.options() >>> option & 1;
      }
    }
    return Tally.of(last.size(), votes);
  }

  private static Ballot later(Ballot kept, Ballot next) {
    return next.castAt() >= kept.castAt() ? next : kept;
  }
}
