package dev.oncue.limit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's claims of one kind: names, each with an amount and an end. An immutable value; every
 * change returns a new one that shares most of its memory with the old.
 */
public final class ClaimSet {
  private static final ClaimSet NONE = new ClaimSet(ExtensionsKt.persistentHashMapOf());

  private final PersistentMap<String, Claim> claims;

  /**
   * @param until from when on it does not count, in milliseconds since the epoch
   */
  private record Claim(int amount, long until) {
    Claim plus(int more, long end) {
      return new Claim(amount + more, Math.max(until, end));
    }
  }

  private ClaimSet(PersistentMap<String, Claim> claims) {
    this.claims = claims;
  }

  /** Nothing is claimed. */
  public static ClaimSet none() {
    return NONE;
  }

  /** The claims that count at {@code now}. */
  public ClaimSet at(Instant now) {
    PersistentMap.Builder<String, Claim> builder = claims.builder();
    claims.forEach(
        (name, claim) -> {
          if (claim.until() <= now.toEpochMilli()) {
            builder.remove(name);
          }
        });
    return builder.size() == claims.size() ? this : new ClaimSet(builder.build());
  }

  /** These claims and one more; one that is there gets its amount, and its end if that is later. */
  public ClaimSet plus(String name, int amount, Instant until) {
    @Nullable Claim before = claims.get(name);
    Claim next = (before == null ? new Claim(0, 0) : before).plus(amount, until.toEpochMilli());
    return new ClaimSet(claims.put(name, next));
  }

  /** Whether a name is claimed until an instant at least. */
  public boolean lasts(String name, Instant until) {
    @Nullable Claim claim = claims.get(name);
    return claim != null && claim.until() >= until.toEpochMilli();
  }

  /** What is claimed. */
  public Set<String> names() {
    return claims.keySet();
  }

  /** All amounts together. */
  public long total() {
    return claims.values().stream().mapToLong(Claim::amount).sum();
  }

  /** The end of the claim that ends first. */
  public Optional<Instant> firstEnd() {
    return claims.values().stream()
        .map(claim -> Instant.ofEpochMilli(claim.until()))
        .min(Instant::compareTo);
  }

  /** The claims as bytes. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, Claim> entry : claims.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().amount());
        out.writeLong(entry.getValue().until());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The claims that {@link #encode} made these bytes of.
   *
   * @throws UncheckedIOException when they are something else
   */
  public static ClaimSet decode(byte[] bytes) {
    PersistentMap.Builder<String, Claim> claims = NONE.claims.builder();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        claims.put(in.readUTF(), new Claim(in.readInt(), in.readLong()));
      }
      return new ClaimSet(claims.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClaimSet set && claims.equals(set.claims);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(claims);
  }

  @Override
  public String toString() {
    return claims.toString();
  }
}
