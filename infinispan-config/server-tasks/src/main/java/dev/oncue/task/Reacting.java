package dev.oncue.task;

import dev.oncue.reaction.ReactionLimit;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.function.Function;
import org.infinispan.functional.EntryView.ReadWriteEntryView;
import org.infinispan.functional.MetaParam.MetaLifespan;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;

/**
 * Takes a reaction out of a viewer's limit. The entry is the times that still weigh, as longs; what
 * is given is how many milliseconds the viewer must wait, zero when it was taken.
 */
public final class Reacting implements Function<ReadWriteEntryView<String, byte[]>, Long> {
  private final long now;

  @ProtoFactory
  Reacting(long now) {
    this.now = now;
  }

  @ProtoField(value = 1, defaultValue = "0")
  long now() {
    return now;
  }

  @Override
  public Long apply(ReadWriteEntryView<String, byte[]> entry) {
    ReactionLimit limit = entry.find().map(Reacting::read).orElseGet(ReactionLimit::fresh);
    long delay = limit.delay(now).toMillis();
    ReactionLimit next = delay == 0 ? limit.after(now) : limit;
    entry.set(write(next), new MetaLifespan(ReactionLimit.PERIOD.toMillis()));
    return delay;
  }

  private static ReactionLimit read(byte[] bytes) {
    LongBuffer times = ByteBuffer.wrap(bytes).asLongBuffer();
    long[] copy = new long[times.remaining()];
    times.get(copy);
    return ReactionLimit.of(copy);
  }

  private static byte[] write(ReactionLimit limit) {
    long[] times = limit.times();
    ByteBuffer bytes = ByteBuffer.allocate(times.length * Long.BYTES);
    bytes.asLongBuffer().put(times);
    return bytes.array();
  }
}
