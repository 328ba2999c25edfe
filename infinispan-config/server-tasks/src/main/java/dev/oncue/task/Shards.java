package dev.oncue.task;

import org.infinispan.functional.EntryView.ReadEntryView;

/** The shard that lies in an entry. */
final class Shards {
  private Shards() {}

  static ShardEntry of(ReadEntryView<String, ShardEntry> entry) {
    return entry.find().orElseGet(ShardEntry::empty);
  }
}
