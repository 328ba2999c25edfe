package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Receipts;
import dev.oncue.entry.EntryDigest;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of polls that open, change, go and come again, read by many who overlap in every
 * way: whatever the order of the answers, the mirror never goes back, and in the end it is right.
 */
class MirrorOrderTest {
  private static final int HISTORIES = 250;
  private static final int STEPS = 60;
  private static final int KEYS = 3;

  private Random random;
  private Mirror<Poll> mirror;

  /** All states of each key, the latest last; {@code null}: nothing there. */
  private List<List<byte[]>> states;

  /** Where in the states of its key a poll was. */
  private Map<Poll, Integer> positions;

  /** The position that the mirror showed last. */
  private int[] shown;

  private final List<Call> calls = new ArrayList<>();

  /** A read of a key that is under way; has looked at the grid or is still to. */
  private final class Call {
    final int key;
    final Mirror<Poll>.Reading reading = mirror.begin();
    int seen = -1;

    Call(int key) {
      this.key = key;
    }

    void step() {
      if (seen < 0) {
        seen = states.get(key).size() - 1;
      } else {
        try (reading) {
          reading.found(name(key), states.get(key).get(seen));
        }
        calls.remove(this);
      }
    }
  }

  private static String name(int key) {
    return "default/show/q" + key;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theMirrorNeverGoesBack(long seed) {
    for (int i = 0; i < HISTORIES; i++) {
      random = new Random(seed * HISTORIES + i);
      begin();
      for (int step = 0; step < STEPS; step++) {
        step();
        check(seed + "/" + i);
      }
      finish();
      checkEqual(seed + "/" + i);
    }
  }

  private void begin() {
    mirror = new Mirror<>(EntryKind.POLLS);
    calls.clear();
    positions = new HashMap<>();
    states = new ArrayList<>();
    shown = new int[KEYS];
    for (int key = 0; key < KEYS; key++) {
      states.add(new ArrayList<>());
      states.get(key).add(null);
    }
    try (Mirror<Poll>.Reading reading = mirror.begin()) {
      reading.completes();
    }
  }

  private void step() {
    int key = random.nextInt(KEYS);
    switch (random.nextInt(5)) {
      case 0 -> change(key);
      case 1, 2 -> calls.add(new Call(key));
      default -> {
        if (!calls.isEmpty()) {
          calls.get(random.nextInt(calls.size())).step();
        }
      }
    }
  }

  private void change(int key) {
    List<byte[]> past = states.get(key);
    byte[] now = past.get(past.size() - 1);
    if (now != null && random.nextInt(3) == 0) {
      past.add(null);
      return;
    }
    Versioned<Poll> kept = now == null ? opened() : changed(Versioned.decode(now, EntryKind.POLLS));
    positions.put(kept.value(), past.size());
    past.add(kept.encode(EntryKind.POLLS));
  }

  private static Versioned<Poll> opened() {
    return new Versioned<>(0, PollFixtures.poll().receipts(Receipts.withNewKey()).build());
  }

  private static Versioned<Poll> changed(Versioned<Poll> kept) {
    int revision = kept.revision() + 1;
    Poll poll = kept.value().closedAt(PollFixtures.NOON.plus(Duration.ofSeconds(revision)));
    return new Versioned<>(revision, poll);
  }

  private void check(String history) {
    for (int key = 0; key < KEYS; key++) {
      Poll poll = mirror.get(name(key));
      if (poll != null) {
        int position = positions.get(poll);
        assertThat(position).as(history).isGreaterThanOrEqualTo(shown[key]);
        shown[key] = position;
      } else if (states.get(key).get(shown[key]) != null) {
        // It went: so it must have gone, since it was shown.
        int next = nextRemoval(key, shown[key]);
        assertThat(next).as("%s: removed by a read that began before", history).isPositive();
        shown[key] = next;
      }
    }
  }

  private int nextRemoval(int key, int from) {
    for (int position = from; position < states.get(key).size(); position++) {
      if (states.get(key).get(position) == null) {
        return position;
      }
    }
    return -1;
  }

  /** The servers have told of the last changes, and so each key is read once more. */
  private void finish() {
    while (!calls.isEmpty()) {
      calls.get(random.nextInt(calls.size())).step();
    }
    for (int key = 0; key < KEYS; key++) {
      Call last = new Call(key);
      last.step();
      last.step();
    }
  }

  private void checkEqual(String history) {
    EntryDigest grid = new EntryDigest();
    for (int key = 0; key < KEYS; key++) {
      byte[] last = states.get(key).get(states.get(key).size() - 1);
      Poll expected = last == null ? null : Versioned.decode(last, EntryKind.POLLS).value();
      assertThat(mirror.get(name(key))).as(history).isEqualTo(expected);
      if (last != null) {
        grid.add(name(key), EntryDigest.hash(name(key), last), last.length);
      }
    }
    assertThat(mirror.digest()).as(history).isEqualTo(grid);
    BitSet all = new BitSet();
    all.set(0, EntryDigest.BUCKETS);
    assertThat(mirror.keysIn(all)).as(history).allMatch(mirror::contains);
  }
}
