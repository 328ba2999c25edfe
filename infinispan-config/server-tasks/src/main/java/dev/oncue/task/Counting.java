package dev.oncue.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/** Adds one to an emoji of a stream's totals: lines of emoji, a space and a count. */
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
    List<String> lines = new ArrayList<>(Arrays.asList(entry.find().orElse("").split("\n")));
    lines.removeIf(String::isEmpty);
    String prefix = emoji + ' ';
    long count = 1;
    for (String line : lines) {
      if (line.startsWith(prefix)) {
        count += Long.parseLong(line.substring(prefix.length()));
      }
    }
    String counted = prefix + count;
    if (count == 1) {
      lines.add(counted);
    } else {
      lines.replaceAll(line -> line.startsWith(prefix) ? counted : line);
    }
    entry.set(String.join("\n", lines));
    return true;
  }
}
