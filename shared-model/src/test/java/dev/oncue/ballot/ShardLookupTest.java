package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Lookups, and what was found for them, on their way. */
class ShardLookupTest {
  @Property
  void lookups_that_were_encoded_are_decoded(
      @ForAll @Size(max = 5) List<@Size(max = 5) List<String>> viewers) {
    List<ShardLookup> lookups = new ArrayList<>();
    for (int i = 0; i < viewers.size(); i++) {
      lookups.add(new ShardLookup("default/show-42/q1/" + i, viewers.get(i)));
    }
    assertThat(ShardLookup.decode(ShardLookup.encode(lookups))).isEqualTo(lookups);
  }

  @Property
  void garbage_is_refused_in_words_or_is_lookups(@ForAll byte[] garbage) {
    try {
      ShardLookup.decode(garbage);
    } catch (UncheckedIOException refused) {
      assertThat(refused).hasCauseInstanceOf(IOException.class);
    }
  }

  @Property
  void ballots_that_were_encoded_are_decoded_also_several_together(
      @ForAll @Size(max = 20) long[] times) {
    List<Optional<Ballot>> ballots = new ArrayList<>();
    for (long time : times) {
      ballots.add(time % 3 == 0 ? Optional.empty() : Optional.of(new Ballot((int) time, time)));
    }
    byte[] bytes = FoundBallots.encode(ballots);
    assertThat(FoundBallots.decode(bytes)).isEqualTo(ballots);
    byte[] twice = new byte[2 * bytes.length];
    System.arraycopy(bytes, 0, twice, 0, bytes.length);
    System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
    List<Optional<Ballot>> both = new ArrayList<>(ballots);
    both.addAll(ballots);
    assertThat(FoundBallots.decode(twice)).isEqualTo(both);
  }

  @Test
  void ballots_that_were_cut_off_are_refused() {
    assertThatThrownBy(() -> FoundBallots.decode(new byte[] {1, 0, 0}))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> FoundBallots.decode(new byte[] {7}))
        .isInstanceOf(UncheckedIOException.class);
  }
}
