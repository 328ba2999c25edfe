package dev.oncue.task;

import dev.oncue.reaction.ReactionTotals;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** Adds one to an emoji of a stream's {@link ReactionTotals}. */
public final class Counting implements Function<ReadWriteEntryView<String, String>, Boolean> {
  private final String emoji;

  @ProtoFactory
  Counting(String emoji) {
    this.emoji = emoji;
  }

  @ProtoField(1)
  String emoji() {
    return emoji;
  }

  @Override
  public Boolean apply(ReadWriteEntryView<String, String> entry) {
    entry.set(ReactionTotals.parse(entry.find().orElse(null)).and(emoji).text());
    return true;
  }
}
