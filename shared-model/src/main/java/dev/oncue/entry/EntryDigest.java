package dev.oncue.entry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * What a set of entries comes to, so that two who have the same entries find out without telling
 * them all, and two who do not find out where they differ. Keys fall into {@link #BUCKETS} buckets;
 * of each the digest has the sum of its entries' hashes, and of their sizes. The order of the
 * entries does not matter. It tells changes from mistakes, not from malice: two sets that differ
 * have the same digest once in 2^64. Not thread-safe.
 */
public final class EntryDigest {
  /** How many buckets there are. */
  public static final int BUCKETS = 1024;

  private static final int ROW_BYTES = Short.BYTES + Long.BYTES + Long.BYTES;

  private final long[] hashes = new long[BUCKETS];
  private final long[] sizes = new long[BUCKETS];

  /** The bucket of a key. */
  public static int bucketOf(String key) {
    CRC32C sum = new CRC32C();
    sum.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) mixed(sum.getValue()) & BUCKETS - 1;
  }

  /** The hash of an entry. */
  public static long hash(String key, byte[] value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    return mixed(sum(new CRC32(), name, value) << Integer.SIZE | sum(new CRC32C(), name, value));
  }

  private static long sum(Checksum sum, byte[] name, byte[] value) {
    sum.update(name);
    // No key has it, so that no name and value run into each other.
    sum.update('\0');
    sum.update(value);
    return sum.getValue();
  }

  /** Checksums are linear, and their sums would hide some changes: this is murmur3's finalizer. */
  private static long mixed(long sum) {
    long hash = sum;
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }

  /**
   * Adds an entry that was not in it.
   *
   * @param hash its {@link #hash}
   * @param size of its value, in bytes
   */
  public void add(String key, long hash, int size) {
    add(bucketOf(key), hash, size);
  }

  private void add(int bucket, long hash, long size) {
    hashes[bucket] += hash;
    sizes[bucket] += size;
  }

  /** All of it in one number. */
  public long total() {
    long total = 0;
    for (long hash : hashes) {
      total = mixed(total + hash);
    }
    return total;
  }

  /** Appends an entry to the encoding of a digest. */
  public static void append(ByteArrayOutputStream rows, String key, byte[] value) {
    append(rows, bucketOf(key), hash(key, value), value.length);
  }

  private static void append(ByteArrayOutputStream rows, int bucket, long hash, long size) {
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    rows.writeBytes(row.putShort((short) bucket).putLong(hash).putLong(size).array());
  }

  /**
   * A row of 18 bytes for each bucket that is not empty, and for the first one, so that no digest
   * is encoded as nothing: its number, hash and size, big-endian. Encodings of parts, put behind
   * each other, are one of the whole.
   */
  public byte[] encode() {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (bucket == 0 || hashes[bucket] != 0 || sizes[bucket] != 0) {
        append(rows, bucket, hashes[bucket], sizes[bucket]);
      }
    }
    return rows.toByteArray();
  }

  /**
   * The digest that {@link #encode} made these bytes of, or {@link #append}.
   *
   * @throws IllegalArgumentException when they are something else
   */
  public static EntryDigest decode(byte[] rows) {
    if (rows.length % ROW_BYTES != 0) {
      throw new IllegalArgumentException("no digest: " + rows.length + " bytes");
    }
    EntryDigest digest = new EntryDigest();
    ByteBuffer in = ByteBuffer.wrap(rows);
    while (in.hasRemaining()) {
      digest.add(in.getShort() & BUCKETS - 1, in.getLong(), in.getLong());
    }
    return digest;
  }

  /**
   * The buckets whose entries differ from those of somebody else, in groups of which each can be
   * fetched at once.
   *
   * @param maxBytes what the values of a group come to at most, unless it is a single bucket
   */
  public List<BitSet> differingFrom(EntryDigest other, int maxBytes) {
    List<BitSet> groups = new ArrayList<>();
    long room = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (hashes[bucket] == other.hashes[bucket]) {
        continue;
      }
      if (groups.isEmpty() || sizes[bucket] > room) {
        groups.add(new BitSet(BUCKETS));
        room = maxBytes;
      }
      groups.get(groups.size() - 1).set(bucket);
      room -= sizes[bucket];
    }
    return groups;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntryDigest digest
        && Arrays.equals(hashes, digest.hashes)
        && Arrays.equals(sizes, digest.sizes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(total());
  }
}
