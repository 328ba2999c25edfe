package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CastBatchTest {
  private static final int COUNT_AT = 2;
  private static final CastBatch BATCH =
      new CastBatch(
          true, List.of(new Cast("ann", new Ballot(1, 5)), new Cast("bob", new Ballot(2, 6))));

  @Property
  void what_was_encoded_is_decoded(@ForAll("batches") CastBatch batch) {
    assertThat(CastBatch.decode(batch.encode())).isEqualTo(batch);
  }

  @Test
  void a_batch_that_is_greater_than_one_cast_may_be_is_decoded_since_a_journal_joins_them() {
    List<Cast> casts =
        IntStream.range(0, 3 * CastBatch.MAX_CASTS)
            .mapToObj(i -> new Cast("viewer-" + i, new Ballot(1 << 31, Long.MAX_VALUE - i)))
            .toList();
    CastBatch batch = new CastBatch(false, casts);
    assertThat(CastBatch.decode(batch.encode())).isEqualTo(batch);
  }

  @Property(tries = 200)
  void bytes_that_were_cut_off_anywhere_are_refused(@ForAll("batches") CastBatch batch) {
    byte[] bytes = batch.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> CastBatch.decode(head)).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Property
  void garbage_is_refused_in_words_or_is_a_batch_that_encodes_to_the_same(@ForAll byte[] garbage) {
    assertRefusedOrSame(garbage);
  }

  @Property
  void garbage_after_a_good_header_too(@ForAll byte[] garbage) {
    ByteBuffer bytes = ByteBuffer.allocate(garbage.length + 6);
    bytes.put((byte) 1).put((byte) 0).putInt(2).put(garbage);
    assertRefusedOrSame(bytes.array());
  }

  private static void assertRefusedOrSame(byte[] bytes) {
    CastBatch[] decoded = {null};
    Throwable refusal = catchThrowable(() -> decoded[0] = CastBatch.decode(bytes));
    if (refusal == null) {
      assertThat(CastBatch.decode(decoded[0].encode())).isEqualTo(decoded[0]);
    } else {
      assertThat(refusal).isInstanceOf(UncheckedIOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 1, 3, CastBatch.MAX_CASTS + 1, Integer.MAX_VALUE})
  void a_count_that_is_not_the_number_of_ballots_is_refused(int count) {
    byte[] bytes = BATCH.encode();
    ByteBuffer.wrap(bytes).putInt(COUNT_AT, count);
    assertThatThrownBy(() -> CastBatch.decode(bytes)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void bytes_after_the_last_ballot_are_refused() {
    byte[] bytes = BATCH.encode();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> CastBatch.decode(longer)).isInstanceOf(UncheckedIOException.class);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 2, -1, '{'})
  void another_format_is_refused_by_its_number(byte format) {
    byte[] bytes = BATCH.encode();
    bytes[0] = format;
    assertThatThrownBy(() -> CastBatch.decode(bytes))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("format " + format);
  }

  @Provide
  Arbitrary<CastBatch> batches() {
    Arbitrary<String> viewers =
        Arbitraries.strings().alpha().numeric().withChars("._:@-").ofMinLength(1).ofMaxLength(128);
    Arbitrary<Ballot> ballots =
        Combinators.combine(
                Arbitraries.integers().filter(options -> options != 0), Arbitraries.longs())
            .as(Ballot::new);
    return Combinators.combine(
            Arbitraries.of(true, false),
            Combinators.combine(viewers, ballots).as(Cast::new).list().ofMaxSize(5))
        .as(CastBatch::new);
  }
}
