package dev.oncue.task.entry;

import org.infinispan.functional.EntryView.ReadEntryView;

/** The shard that lies in an entry. */
public final class Shards {
  private Shards() {}

  /** An empty one where nothing was cast yet. */
  public static ShardEntry of(ReadEntryView<String, ShardEntry> entry) {
    return entry.find().orElseGet(ShardEntry::empty);
  }
}
