package dev.oncue.ballot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link BallotLookup}s of one shard, as they travel to the grid's servers.
 *
 * @param shard the shard's key, {@link dev.oncue.poll.Poll#shardKey}
 * @param viewers whose ballots are asked for
 */
public record ShardLookup(String shard, List<String> viewers) {
  /** The lookups as bytes: for each its shard, how many viewers, and those. */
  public static byte[] encode(List<ShardLookup> lookups) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (ShardLookup lookup : lookups) {
        out.writeUTF(lookup.shard);
        out.writeInt(lookup.viewers.size());
        for (String viewer : lookup.viewers) {
          out.writeUTF(viewer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The lookups that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static List<ShardLookup> decode(byte[] bytes) {
    List<ShardLookup> lookups = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        lookups.add(new ShardLookup(in.readUTF(), viewers(in, in.readInt())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lookups;
  }

  private static List<String> viewers(DataInputStream in, int size) throws IOException {
    // A wrong count must not cost memory: the end of the bytes gives it away.
    List<String> viewers = new ArrayList<>(Math.min(Math.max(size, 0), BallotBoxes.MAX_LOOKUPS));
    for (int i = 0; i < size; i++) {
      viewers.add(in.readUTF());
    }
    return viewers;
  }
}
