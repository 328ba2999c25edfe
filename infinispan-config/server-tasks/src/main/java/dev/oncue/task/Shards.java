package dev.oncue.task;

import dev.oncue.ballot.BallotShard;
import org.infinispan.functional.EntryView.ReadEntryView;

/** The shard that lies in an entry. */
final class Shards {
  private Shards() {}

  static BallotShard of(ReadEntryView<String, BallotShard> entry) {
    return entry.find().orElseGet(BallotShard::empty);
  }
}
