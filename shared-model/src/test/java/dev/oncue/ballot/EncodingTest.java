package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between the nodes of a grid arrives as it was sent. */
class EncodingTest {
  @Provide
  Arbitrary<Ballot> ballots() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.longs()).as(Ballot::new);
  }

  @Provide
  Arbitrary<List<CastOutcome>> outcomes() {
    return Arbitraries.<CastOutcome>oneOf(
            ballots().map(CastOutcome.Accepted::new),
            ballots().map(CastOutcome.Changed::new),
            ballots().map(CastOutcome.Overtaken::new),
            ballots().map(CastOutcome.AlreadyVoted::new),
            Arbitraries.just(new CastOutcome.PollClosed()))
        .list()
        .ofMaxSize(50);
  }

  @Property
  void outcomesArrive(@ForAll("outcomes") List<CastOutcome> outcomes) {
    assertThat(CastOutcomes.decode(CastOutcomes.encode(outcomes))).isEqualTo(outcomes);
  }

  @Property
  void talliesArrive(@ForAll int ballots, @ForAll int[] votes) {
    Tally tally = Tally.of(ballots, votes);
    assertThat(Tally.decode(tally.encode())).isEqualTo(tally);
  }

  @Property
  void shardsArriveWithTallyBallotsAndSeal(
      @ForAll("ballots") Ballot first, @ForAll("ballots") Ballot second, @ForAll boolean sealed) {
    List<Cast> casts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      casts.add(new Cast("viewer-\u00E9-" + i, i % 3 == 0 ? first : second));
    }
    BallotShard shard = BallotShard.empty().cast(new CastBatch(true, casts)).shard();
    shard = sealed ? shard.seal() : shard;
    BallotShard arrived = BallotShard.decode(shard.encode());
    assertThat(arrived.tally()).isEqualTo(shard.tally());
    assertThat(arrived.isSealed()).isEqualTo(sealed);
    assertThat(arrived.size()).isEqualTo(20);
    for (Cast cast : casts) {
      assertThat(arrived.ballotOf(cast.viewer())).isEqualTo(cast.ballot());
    }
  }

  @Test
  void anEmptyShardArrives() {
    assertThat(BallotShard.decode(BallotShard.empty().encode()).tally()).isEqualTo(Tally.ZERO);
    assertThat(BallotShard.decode(BallotShard.empty().seal().encode()).isSealed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5})
  void aShardThatIsCutOffIsRefused(int length) {
    byte[] whole = BallotShard.empty().encode();
    byte[] cut = java.util.Arrays.copyOf(whole, length);
    assertThatThrownBy(() -> BallotShard.decode(cut)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anOutcomeOfUnknownKindIsRefused() {
    assertThatThrownBy(() -> CastOutcomes.decode(new byte[] {9}))
        .isInstanceOf(UncheckedIOException.class);
  }
}
