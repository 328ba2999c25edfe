package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecountTest {
  private static final CastBatch TWO = batch(cast("ada", 1, 10), cast("bob", 2, 11));

  static List<ByteBuffer> bytes(List<CastBatch> batches) {
    return batches.stream().map(batch -> ByteBuffer.wrap(batch.encode())).toList();
  }

  private static Tally recount(CastBatch... batches) {
    return Recount.of(bytes(List.of(batches)));
  }

  private static CastBatch batch(Cast... casts) {
    return new CastBatch(false, List.of(casts));
  }

  private static Cast cast(String viewer, int options, long castAt) {
    return new Cast(viewer, new Ballot(options, castAt));
  }

  @Test
  void nothing_kept_is_nothing_counted() {
    assertThat(recount()).isEqualTo(Tally.ZERO);
    assertThat(recount(batch())).isEqualTo(Tally.ZERO);
  }

  @Test
  void all_options_of_a_ballot_count_also_the_last_there_can_be() {
    assertThat(recount(TWO)).isEqualTo(Tally.of(2, 1, 1));
    assertThat(recount(batch(cast("ada", -1, 10))).votes(31)).isEqualTo(1);
  }

  @Test
  void of_a_viewers_ballots_the_one_cast_last_counts_wherever_it_is_kept() {
    assertThat(recount(TWO, batch(cast("ada", 2, 12)))).isEqualTo(Tally.of(2, 0, 2));
    assertThat(recount(TWO, batch(cast("ada", 2, 9)))).isEqualTo(Tally.of(2, 1, 1));
    assertThat(recount(batch(cast("ada", 1, 9), cast("ada", 2, 9)))).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  void names_of_any_length_and_script_are_told_apart() {
    String longest = "v".repeat(60_000);
    assertThat(
            recount(
                batch(
                    cast("", 1, 1),
                    cast("å", 1, 1),
                    cast("a", 1, 1),
                    cast("aa", 1, 1),
                    cast("観客", 1, 1),
                    cast(longest, 1, 1),
                    cast(longest + "v", 1, 1),
                    cast("観客", 2, 2))))
        .isEqualTo(Tally.of(7, 6, 1));
  }

  @Test
  void a_hundred_thousand_viewers_twice_count_once_each() {
    List<CastBatch> batches = new ArrayList<>();
    for (int i = 0; i < 200_000; i += 1000) {
      List<Cast> casts = new ArrayList<>();
      for (int j = i; j < i + 1000; j++) {
        casts.add(cast("viewer-" + j % 100_000, 1 + j % 2, j));
      }
      batches.add(new CastBatch(true, casts));
    }
    assertThat(Recount.of(bytes(batches))).isEqualTo(Tally.of(100_000, 50_000, 50_000));
  }

  @Test
  void a_buffer_is_left_as_it_was_and_read_from_its_position() {
    byte[] encoded = TWO.encode();
    ByteBuffer inside = ByteBuffer.allocate(encoded.length + 5).put(3, encoded);
    inside.position(3).limit(3 + encoded.length);
    assertThat(Recount.of(List.of(inside, inside))).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  void bytes_that_are_no_batch_are_refused() {
    byte[] whole = TWO.encode();
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1));
    byte[] otherFormat = whole.clone();
    otherFormat[0] = 9;
    assertRefused(otherFormat);
    assertRefused(ByteBuffer.wrap(whole.clone()).putInt(2, Integer.MAX_VALUE).array());
    assertRefused(ByteBuffer.wrap(whole.clone()).putInt(2, -1).array());
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Recount.of(List.of(ByteBuffer.wrap(bytes))))
        .isInstanceOf(UncheckedIOException.class);
  }
}
