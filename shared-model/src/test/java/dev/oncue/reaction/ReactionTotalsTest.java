package dev.oncue.reaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReactionTotalsTest {
  private static Map<String, Long> one(int emoji) {
    return Map.of("emoji-" + emoji, 1L + emoji);
  }

  /** A reader who adds up what is new, and reads now and then, knows all. */
  @Property
  void news_add_up_to_the_totals(@ForAll @Size(max = 50) int[] emojis, @ForAll long seed) {
    Map<String, Long> expected = new HashMap<>();
    Map<String, Long> read = new HashMap<>();
    ReactionMark mark = ReactionMark.START;
    ReactionTotals totals = ReactionTotals.none();
    for (int i = 0; i < emojis.length; i++) {
      int emoji = Math.floorMod(emojis[i], 5);
      totals = totals.plus(one(emoji), 7 + i);
      expected.merge("emoji-" + emoji, 1L + emoji, Long::sum);
      if ((seed >>> i & 1) == 1) {
        ReactionChanges changes = totals.since(mark);
        read.putAll(changes.totals());
        mark = changes.mark();
        assertThat(read).isEqualTo(expected);
      }
    }
    assertThat(totals.since(ReactionMark.START).totals()).isEqualTo(expected);
    ReactionTotals copy = ReactionTotals.decode(totals.encode());
    assertThat(copy.since(mark)).isEqualTo(totals.since(mark));
  }

  @Test
  void a_reader_of_totals_that_were_lost_reads_all_of_the_new_ones() {
    ReactionTotals lost = ReactionTotals.none().plus(one(1), 1).plus(one(2), 2);
    ReactionMark mark = lost.since(ReactionMark.START).mark();
    ReactionTotals begunAnew = ReactionTotals.none().plus(one(1), 3).plus(one(2), 4);
    assertThat(begunAnew.since(mark).totals()).isEqualTo(Map.of("emoji-1", 2L, "emoji-2", 3L));
    assertThat(ReactionTotals.none().since(mark))
        .isEqualTo(new ReactionChanges(ReactionMark.START, Map.of()));
  }

  @Property
  void news_that_were_encoded_are_decoded(
      @ForAll @IntRange(max = 20) int size, @ForAll long origin, @ForAll long version) {
    Map<String, Long> totals = new HashMap<>();
    for (int i = 0; i < size; i++) {
      totals.putAll(one(i));
    }
    ReactionChanges changes = new ReactionChanges(new ReactionMark(origin, version), totals);
    assertThat(ReactionChanges.decode(changes.encode())).isEqualTo(changes);
  }

  @Test
  void bytes_that_were_cut_off_are_refused() {
    byte[] bytes = ReactionTotals.none().plus(one(1), 1).encode();
    for (int length = 0; length < bytes.length; length++) {
      if (length != 2 * Long.BYTES) {
        byte[] head = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> ReactionTotals.decode(head))
            .isInstanceOf(UncheckedIOException.class);
      }
    }
  }

  @Test
  void a_text_of_before_has_the_same_origin_each_time() {
    String text = "\uD83D\uDD25 120\n\u2764\uFE0F 3\n";
    ReactionChanges changes = ReactionTotals.parse(text).since(ReactionMark.START);
    assertThat(changes.totals()).isEqualTo(Map.of("\uD83D\uDD25", 120L, "\u2764\uFE0F", 3L));
    assertThat(ReactionTotals.parse(text).since(changes.mark()).totals()).isEmpty();
  }
}
