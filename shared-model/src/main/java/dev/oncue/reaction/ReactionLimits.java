package dev.oncue.reaction;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * One part of all viewers' limits: those of the viewers whose hash falls here. An immutable value;
 * every change returns a new one that shares most of its memory with the old.
 *
 * <p>It holds two generations. A viewer who reacts is moved to the young one; every {@value
 * #GENERATION_SECONDS} s the old one is forgotten, and the young one gets old. So a viewer is kept
 * for as long as a reaction weighs, and a few seconds longer for processes whose clocks differ, and
 * forgetting costs nothing.
 */
public final class ReactionLimits {
  private static final int GENERATION_SECONDS = 15;

  /** In how many parts the limits lie: at most as many changes has a batch of any size. */
  public static final int PARTS = 8;

  /** How long what nobody changes is of use: two generations. */
  public static final Duration LIFESPAN = Duration.ofSeconds(2 * GENERATION_SECONDS);

  private static final long GENERATION_MILLIS = GENERATION_SECONDS * 1_000L;

  /** Viewers in a generation; beyond, the ones that reacted longest ago are forgotten early. */
  private static final int MAX_VIEWERS = 100_000;

  private static final ReactionLimits NONE =
      new ReactionLimits(
          Long.MIN_VALUE, ExtensionsKt.persistentHashMapOf(), ExtensionsKt.persistentHashMapOf());

  private final long since;
  private final PersistentMap<String, ReactionLimit> young;
  private final PersistentMap<String, ReactionLimit> old;

  private ReactionLimits(
      long since,
      PersistentMap<String, ReactionLimit> young,
      PersistentMap<String, ReactionLimit> old) {
    this.since = since;
    this.young = young;
    this.old = old;
  }

  /** Nobody has reacted lately. */
  public static ReactionLimits none() {
    return NONE;
  }

  /** The number of the part in which a reaction's viewer is. */
  public static int partOf(Reaction reaction) {
    return Math.floorMod(reaction.sender().hashCode(), PARTS);
  }

  /**
   * What became of reactions.
   *
   * @param limits the limits after them
   * @param delays for each how many milliseconds its viewer must wait; zero: it was taken
   */
  public record Taken(ReactionLimits limits, long[] delays) {}

  /**
   * These limits after reactions, in their order; those of viewers who must wait change nothing.
   */
  public Taken take(List<Reaction> reactions) {
    ReactionLimits limits = this;
    long[] delays = new long[reactions.size()];
    PersistentMap.Builder<String, ReactionLimit> builder = young.builder();
    for (int i = 0; i < delays.length; i++) {
      String viewer = reactions.get(i).sender();
      long now = reactions.get(i).at().toEpochMilli();
      if (now - limits.since >= GENERATION_MILLIS
          || limits.since == Long.MIN_VALUE
          || builder.size() >= MAX_VIEWERS) {
        limits = new ReactionLimits(now, NONE.young, builder.build());
        builder = limits.young.builder();
      }
      ReactionLimit limit = builder.get(viewer);
      if (limit == null) {
        limit = limits.old.getOrDefault(viewer, ReactionLimit.fresh());
      }
      delays[i] = limit.delay(now).toMillis();
      if (delays[i] == 0) {
        builder.put(viewer, limit.after(now));
      }
    }
    return new Taken(new ReactionLimits(limits.since, builder.build(), limits.old), delays);
  }

  /** The limits as bytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(since);
      write(out, young);
      write(out, old);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Map<String, ReactionLimit> limits)
      throws IOException {
    out.writeInt(limits.size());
    for (Map.Entry<String, ReactionLimit> entry : limits.entrySet()) {
      out.writeUTF(entry.getKey());
      long[] times = entry.getValue().times();
      out.writeInt(times.length);
      for (long time : times) {
        out.writeLong(time);
      }
    }
  }

  /**
   * The limits that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static ReactionLimits decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new ReactionLimits(in.readLong(), read(in), read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PersistentMap<String, ReactionLimit> read(DataInputStream in) throws IOException {
    PersistentMap.Builder<String, ReactionLimit> limits = NONE.young.builder();
    for (int left = in.readInt(); left > 0; left--) {
      String viewer = in.readUTF();
      long[] times = new long[in.readInt()];
      for (int i = 0; i < times.length; i++) {
        times[i] = in.readLong();
      }
      limits.put(viewer, ReactionLimit.of(times));
    }
    return limits.build();
  }
}
