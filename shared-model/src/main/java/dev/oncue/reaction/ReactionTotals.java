package dev.oncue.reaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * How often each emoji was sent to a stream: at most as many entries as there are {@link Emoji}s.
 * An immutable value; every change returns a new one that shares most of its memory with the old,
 * so that a change costs what changes, whatever else was sent before.
 */
public final class ReactionTotals {
  private static final ReactionTotals NONE =
      new ReactionTotals(ReactionMark.START, ExtensionsKt.persistentHashMapOf());

  private final ReactionMark mark;
  private final PersistentMap<String, Count> counts;

  /**
   * @param version of the totals when it changed last
   */
  private record Count(long total, long version) {}

  private ReactionTotals(ReactionMark mark, PersistentMap<String, Count> counts) {
    this.mark = mark;
    this.counts = counts;
  }

  /** Nothing was sent. */
  public static ReactionTotals none() {
    return NONE;
  }

  /**
   * These totals and some reactions more.
   *
   * @param more how many, by emoji; each at least 1
   * @param origin any number but 0, which differs each time: the first one stays, {@link
   *     ReactionMark#origin}
   */
  public ReactionTotals plus(Map<String, Long> more, long origin) {
    ReactionMark next =
        new ReactionMark(mark.version() == 0 ? origin : mark.origin(), mark.version() + 1);
    PersistentMap.Builder<String, Count> builder = counts.builder();
    more.forEach(
        (emoji, count) -> {
          Count before = builder.get(emoji);
          long total = before == null ? count : before.total() + count;
          builder.put(emoji, new Count(total, next.version()));
        });
    return new ReactionTotals(next, builder.build());
  }

  /** What has changed since an earlier reading; all, if that was of other totals. */
  public ReactionChanges since(ReactionMark earlier) {
    Map<String, Long> changed = new HashMap<>();
    if (!earlier.equals(mark)) {
      long from = earlier.origin() == mark.origin() ? earlier.version() : 0;
      counts.forEach(
          (emoji, count) -> {
            if (count.version() > from) {
              changed.put(emoji, count.total());
            }
          });
    }
    return new ReactionChanges(mark, changed);
  }

  /** The totals as bytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(mark.origin());
      out.writeLong(mark.version());
      for (Map.Entry<String, Count> entry : counts.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeLong(entry.getValue().total());
        out.writeLong(entry.getValue().version());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The totals that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static ReactionTotals decode(byte[] bytes) {
    PersistentMap.Builder<String, Count> counts = NONE.counts.builder();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ReactionMark mark = new ReactionMark(in.readLong(), in.readLong());
      while (in.available() > 0) {
        counts.put(in.readUTF(), new Count(in.readLong(), in.readLong()));
      }
      return new ReactionTotals(mark, counts.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The totals of a text with a line for each emoji: the emoji, a space and its count. The same
   * text gives totals of the same origin.
   */
  public static ReactionTotals parse(String text) {
    Map<String, Long> counts = new HashMap<>();
    text.lines()
        .forEach(
            line -> {
              int space = line.indexOf(' ');
              counts.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
            });
    return NONE.plus(counts, text.hashCode() | 1);
  }
}
