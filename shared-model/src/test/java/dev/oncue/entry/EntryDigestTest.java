package dev.oncue.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EntryDigestTest {
  private static final int KIB = 1024;

  private final Map<String, byte[]> entries = new TreeMap<>();

  private static byte[] value(int seed, int size) {
    byte[] value = new byte[size];
    new Random(seed).nextBytes(value);
    return value;
  }

  private void fill(int number, int size) {
    for (int i = 0; i < number; i++) {
      entries.put("default/show/q" + i, value(i, size));
    }
  }

  private static EntryDigest of(Map<String, byte[]> entries) {
    return of(new ArrayList<>(entries.keySet()), entries);
  }

  private static EntryDigest of(List<String> order, Map<String, byte[]> entries) {
    EntryDigest digest = new EntryDigest();
    order.forEach(
        key -> digest.add(key, EntryDigest.hash(key, entries.get(key)), entries.get(key).length));
    return digest;
  }

  @Test
  void theSameEntriesInAnyOrderAndInPartsHaveTheSameDigest() {
    fill(5_000, 20);
    EntryDigest digest = of(entries);
    List<String> keys = new ArrayList<>(entries.keySet());
    Collections.shuffle(keys, new Random(1));
    assertThat(of(keys, entries)).isEqualTo(digest);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    rows.writeBytes(of(keys.subList(0, 1_234), entries).encode());
    keys.subList(1_234, 4_000).forEach(key -> EntryDigest.append(rows, key, entries.get(key)));
    rows.writeBytes(of(keys.subList(4_000, keys.size()), entries).encode());
    EntryDigest parts = EntryDigest.decode(rows.toByteArray());
    assertThat(parts).isEqualTo(digest);
    assertThat(parts.total()).isEqualTo(digest.total());
    assertThat(EntryDigest.decode(digest.encode())).isEqualTo(digest);
    assertThat(new EntryDigest().encode()).isNotEmpty();
    assertThat(EntryDigest.decode(new EntryDigest().encode())).isEqualTo(new EntryDigest());
    assertThat(digest.differingFrom(parts, 1)).isEmpty();
  }

  @Test
  void anyChangeOfOneEntryIsFoundInItsBucketAlone() {
    fill(2_000, 20);
    EntryDigest before = of(entries);
    Random random = new Random(2);
    for (int i = 0; i < 500; i++) {
      String key = "default/show/q" + random.nextInt(2_000);
      byte[] old = entries.get(key);
      byte[] changed = old.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      switch (i % 3) {
        case 0 -> entries.remove(key);
        case 1 -> entries.put(key, changed);
        default -> entries.put(key + "x", changed);
      }
      String differs = i % 3 == 2 ? key + "x" : key;
      EntryDigest after = of(entries);
      BitSet bucket = new BitSet();
      bucket.set(EntryDigest.bucketOf(differs));
      assertThat(after.differingFrom(before, KIB)).containsExactly(bucket);
      assertThat(before.differingFrom(after, KIB)).containsExactly(bucket);
      assertThat(after.total()).isNotEqualTo(before.total());
      entries.remove(key + "x");
      entries.put(key, old);
    }
  }

  @Test
  void twoEntriesThatExchangeTheirValuesAreFound() {
    fill(2, 20);
    EntryDigest before = of(entries);
    byte[] first = entries.get("default/show/q0");
    entries.put("default/show/q0", entries.get("default/show/q1"));
    entries.put("default/show/q1", first);
    assertThat(of(entries).total()).isNotEqualTo(before.total());
  }

  @Test
  void aNameAndAValueDoNotRunIntoEachOther() {
    assertThat(EntryDigest.hash("ab", new byte[] {'c'}))
        .isNotEqualTo(EntryDigest.hash("a", new byte[] {'b', 'c'}));
  }

  @Test
  void whatDiffersIsFetchedInGroupsOfSomeSize() {
    fill(10_000, 100);
    EntryDigest digest = of(entries);
    List<BitSet> groups = digest.differingFrom(new EntryDigest(), 64 * KIB);
    assertThat(groups).hasSizeBetween(16, 18);
    assertThat(groups.stream().mapToInt(BitSet::cardinality).sum()).isEqualTo(EntryDigest.BUCKETS);
    for (BitSet group : groups) {
      int bytes =
          entries.entrySet().stream()
              .filter(entry -> group.get(EntryDigest.bucketOf(entry.getKey())))
              .mapToInt(entry -> entry.getValue().length)
              .sum();
      assertThat(bytes).isLessThanOrEqualTo(64 * KIB);
    }
  }

  @Test
  void aBucketThatIsLargerThanAGroupIsOneByItself() {
    fill(10_000, 100);
    List<BitSet> groups = of(entries).differingFrom(new EntryDigest(), 1);
    assertThat(groups).hasSize(EntryDigest.BUCKETS).allMatch(group -> group.cardinality() == 1);
  }

  @Test
  void keysFallIntoAllBucketsAlike() {
    int[] keys = new int[EntryDigest.BUCKETS];
    for (int i = 0; i < 100 * EntryDigest.BUCKETS; i++) {
      keys[EntryDigest.bucketOf("default/show/q" + i)]++;
    }
    assertThat(Arrays.stream(keys)).allMatch(number -> number > 50 && number < 150);
  }

  @Test
  void otherBytesAreNoDigest() {
    assertThatThrownBy(() -> EntryDigest.decode(new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesBehindEachOtherAreAPage() {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    EntryPage.append(page, "q\uD83D\uDD25", value(1, 300));
    EntryPage.append(page, "q2", new byte[0]);
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    EntryPage.append(next, "q3", value(3, 5));
    page.writeBytes(next.toByteArray());
    Map<String, byte[]> read = EntryPage.decode(page.toByteArray());
    assertThat(read).containsOnlyKeys("q\uD83D\uDD25", "q2", "q3");
    assertThat(read.get("q\uD83D\uDD25")).isEqualTo(value(1, 300));
    assertThat(read.get("q2")).isEmpty();
    assertThat(EntryPage.decode(new byte[0])).isEmpty();
  }
}
