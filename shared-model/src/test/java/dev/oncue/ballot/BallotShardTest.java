package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * What holds for every shard. Histories have few viewers, options and times, so that repeats,
 * changes and ties are common.
 */
class BallotShardTest {
  private static final List<String> VIEWERS = List.of("ann", "bob", "cleo", "dan");
  private static final int RED = 1;
  private static final int BLUE = 1 << 1;
  private static final int LAST = 1 << 31;

  /** What can happen to a shard. */
  sealed interface Step {
    record Batch(List<Cast> casts) implements Step {}

    record Seal() implements Step {}
  }

  /** A shard that lived through a history, with all that was seen on the way. */
  private static final class Life {
    final boolean revote;
    BallotShard shard = BallotShard.empty();
    final List<BallotShard> stages = new ArrayList<>(List.of(shard));
    final List<Cast> acknowledged = new ArrayList<>();

    Life(boolean revote) {
      this.revote = revote;
    }

    static Life of(boolean revote, List<Step> history) {
      Life life = new Life(revote);
      history.forEach(life::live);
      return life;
    }

    void live(Step step) {
      if (step instanceof Step.Batch batch) {
        cast(batch.casts());
      } else {
        become(shard.seal());
      }
    }

    List<CastOutcome> cast(List<Cast> casts) {
      BallotShard.CastResult result = shard.cast(new CastBatch(revote, casts));
      for (int i = 0; i < casts.size(); i++) {
        Ballot kept = acknowledgedBallot(result.outcomes().get(i));
        if (kept != null) {
          acknowledged.add(new Cast(casts.get(i).viewer(), kept));
        }
      }
      become(result.shard());
      return result.outcomes();
    }

    private void become(BallotShard next) {
      shard = next;
      stages.add(next);
    }
  }

  /** The ballot that the viewer is told is in, or {@code null}. */
  private static Ballot acknowledgedBallot(CastOutcome outcome) {
    if (outcome instanceof CastOutcome.Accepted accepted) {
      return accepted.ballot();
    }
    return outcome instanceof CastOutcome.Changed changed ? changed.ballot() : null;
  }

  /** The rules once more, as plainly as can be: viewer by viewer, over all that was cast. */
  private static Map<String, Ballot> naively(boolean revote, List<Step> history) {
    Map<String, Ballot> box = new HashMap<>();
    for (Step step : history) {
      if (!(step instanceof Step.Batch batch)) {
        return box;
      }
      for (Cast cast : batch.casts()) {
        Ballot had = box.get(cast.viewer());
        boolean first = had == null;
        boolean other = !first && had.options() != cast.ballot().options();
        boolean later = !first && had.castAt() <= cast.ballot().castAt();
        if (first || (revote && other && later)) {
          box.put(cast.viewer(), first ? cast.ballot() : after(had, cast.ballot()));
        }
      }
    }
    return box;
  }

  private static Ballot after(Ballot had, Ballot ballot) {
    return new Ballot(ballot.options(), Math.max(ballot.castAt(), had.castAt() + 1));
  }

  private static Map<String, Ballot> ballotsOf(BallotShard shard) {
    Map<String, Ballot> ballots = new HashMap<>();
    for (String viewer : VIEWERS) {
      if (shard.ballotOf(viewer) != null) {
        ballots.put(viewer, shard.ballotOf(viewer));
      }
    }
    return ballots;
  }

  private static Tally count(Map<String, Ballot> ballots) {
    int[] votes = new int[32];
    for (Ballot ballot : ballots.values()) {
      for (int i = 0; i < 32; i++) {
        votes[i] += (ballot.options() >>> i) & 1;
      }
    }
    return Tally.of(ballots.size(), votes);
  }

  /** A copy of the counts themselves: a tally that was changed in place would equal itself. */
  private static Tally copyOf(Tally tally) {
    return Tally.of(tally.ballots(), IntStream.range(0, 32).map(tally::votes).toArray());
  }

  private record Snapshot(boolean sealed, Tally tally, int size, Map<String, Ballot> ballots) {
    static Snapshot of(BallotShard shard) {
      return new Snapshot(shard.isSealed(), copyOf(shard.tally()), shard.size(), ballotsOf(shard));
    }
  }

  @Property
  void the_shard_holds_what_a_naive_box_holds(
      @ForAll boolean revote, @ForAll("histories") List<Step> history) {
    Map<String, Ballot> expected = naively(revote, history);
    BallotShard shard = Life.of(revote, history).shard;
    assertThat(ballotsOf(shard)).isEqualTo(expected);
    assertThat(shard.tally()).isEqualTo(count(expected));
  }

  @Property
  void at_every_moment_the_tally_is_the_sum_of_the_ballots(
      @ForAll boolean revote, @ForAll("histories") List<Step> history) {
    for (BallotShard shard : Life.of(revote, history).stages) {
      assertThat(shard.tally()).isEqualTo(count(ballotsOf(shard)));
      assertThat(shard.size()).isEqualTo(shard.tally().ballots());
    }
  }

  @Property
  void nothing_changes_after_the_seal(
      @ForAll boolean revote,
      @ForAll("histories") List<Step> before,
      @ForAll("histories") List<Step> after) {
    Life life = Life.of(revote, before);
    life.live(new Step.Seal());
    Snapshot sealed = Snapshot.of(life.shard);
    after.forEach(life::live);
    assertThat(Snapshot.of(life.shard)).isEqualTo(sealed);
    assertThat(sealed.sealed()).isTrue();
  }

  @Property
  void sealing_changes_no_ballot(@ForAll boolean revote, @ForAll("open histories") List<Step> h) {
    BallotShard open = Life.of(revote, h).shard;
    assertThat(open.isSealed()).isFalse();
    assertThat(ballotsOf(open.seal())).isEqualTo(ballotsOf(open));
    assertThat(open.seal().tally()).isEqualTo(open.tally());
  }

  @Property
  void no_later_step_changes_a_shard_that_somebody_still_reads(
      @ForAll boolean revote, @ForAll("histories") List<Step> history) {
    Life life = new Life(revote);
    List<Snapshot> asSeenThen = new ArrayList<>(List.of(Snapshot.of(life.shard)));
    for (Step step : history) {
      life.live(step);
      asSeenThen.add(Snapshot.of(life.shard));
    }
    assertThat(life.stages.stream().map(Snapshot::of)).isEqualTo(asSeenThen);
    assertThat(BallotShard.empty().size()).isZero();
    assertThat(BallotShard.empty().tally()).isEqualTo(Tally.of(0));
    assertThat(BallotShard.empty().isSealed()).isFalse();
  }

  @Property
  void one_batch_does_what_its_ballots_do_one_by_one(
      @ForAll boolean revote,
      @ForAll("histories") List<Step> before,
      @ForAll("batches") List<Cast> batch) {
    Life together = Life.of(revote, before);
    Life alone = Life.of(revote, before);
    List<CastOutcome> outcomes = new ArrayList<>();
    for (Cast cast : batch) {
      outcomes.addAll(alone.cast(List.of(cast)));
    }
    assertThat(together.cast(batch)).isEqualTo(outcomes);
    assertThat(Snapshot.of(together.shard)).isEqualTo(Snapshot.of(alone.shard));
  }

  @Property
  void every_outcome_is_true(
      @ForAll boolean revote, @ForAll("histories") List<Step> before, @ForAll("casts") Cast cast) {
    Life life = Life.of(revote, before);
    Ballot earlier = life.shard.ballotOf(cast.viewer());
    CastOutcome outcome = life.cast(List.of(cast)).get(0);
    Ballot kept = life.shard.ballotOf(cast.viewer());

    if (outcome instanceof CastOutcome.Accepted accepted) {
      assertThat(kept).isEqualTo(accepted.ballot());
      assertThat(kept.options()).isEqualTo(cast.ballot().options());
    } else if (outcome instanceof CastOutcome.Changed changed) {
      assertThat(revote).isTrue();
      assertThat(earlier.options()).isNotEqualTo(cast.ballot().options());
      assertThat(earlier.castAt()).isLessThanOrEqualTo(cast.ballot().castAt());
      assertThat(changed.ballot()).isEqualTo(after(earlier, cast.ballot())).isEqualTo(kept);
    } else if (outcome instanceof CastOutcome.Overtaken overtaken) {
      assertThat(revote).isTrue();
      assertThat(overtaken.kept()).isEqualTo(earlier).isEqualTo(kept);
      assertThat(kept.options()).isNotEqualTo(cast.ballot().options());
      assertThat(kept.castAt()).isGreaterThan(cast.ballot().castAt());
    } else if (outcome instanceof CastOutcome.AlreadyVoted refused) {
      assertThat(revote).isFalse();
      assertThat(refused.earlier()).isEqualTo(earlier).isEqualTo(kept);
      assertThat(kept.options()).isNotEqualTo(cast.ballot().options());
    } else {
      assertThat(outcome).isEqualTo(new CastOutcome.PollClosed());
      assertThat(life.shard.isSealed()).isTrue();
      assertThat(kept).isEqualTo(earlier).isNotEqualTo(cast.ballot());
    }
  }

  @Property
  void a_kept_ballot_met_again_is_accepted_with_its_first_time(
      @ForAll boolean revote,
      @ForAll("histories") List<Step> history,
      @ForAll("times") long later) {
    Life life = Life.of(revote, history);
    Snapshot before = Snapshot.of(life.shard);
    before
        .ballots()
        .forEach(
            (viewer, first) ->
                assertThat(life.cast(List.of(new Cast(viewer, new Ballot(first.options(), later)))))
                    .containsExactly(new CastOutcome.Accepted(first)));
    assertThat(Snapshot.of(life.shard)).isEqualTo(before);
  }

  @Property
  void without_revote_an_acknowledged_ballot_stays_whatever_comes(
      @ForAll("histories") List<Step> history) {
    Life life = Life.of(false, history);
    assertThat(life.acknowledged)
        .allSatisfy(
            cast -> assertThat(life.shard.ballotOf(cast.viewer())).isEqualTo(cast.ballot()));
    assertThat(life.acknowledged.stream().map(Cast::viewer).distinct()).hasSize(life.shard.size());
  }

  @Property
  void the_acknowledged_ballots_make_the_same_shard_again(
      @ForAll boolean revote, @ForAll("histories") List<Step> history) {
    Life life = Life.of(revote, history);
    Life again = new Life(revote);
    again.cast(life.acknowledged);
    assertThat(ballotsOf(again.shard)).isEqualTo(ballotsOf(life.shard));
    assertThat(again.shard.tally()).isEqualTo(life.shard.tally());
  }

  @Property
  void the_acknowledged_ballots_recount_to_the_same_tally(
      @ForAll boolean revote, @ForAll("histories") List<Step> history, @ForAll Random random) {
    Life life = Life.of(revote, history);
    int middle = random.nextInt(life.acknowledged.size() + 1);
    List<CastBatch> kept =
        List.of(
            new CastBatch(revote, life.acknowledged.subList(0, middle)),
            new CastBatch(revote, life.acknowledged.subList(middle, life.acknowledged.size())));
    assertThat(Recount.of(RecountTest.bytes(kept))).isEqualTo(life.shard.tally());
  }

  @Property
  void without_revote_the_order_of_that_replay_does_not_matter(
      @ForAll("histories") List<Step> history, @ForAll Random random) {
    Life life = Life.of(false, history);
    List<Cast> shuffled = new ArrayList<>(life.acknowledged);
    Collections.shuffle(shuffled, random);
    Life again = new Life(false);
    again.cast(shuffled);
    assertThat(ballotsOf(again.shard)).isEqualTo(ballotsOf(life.shard));
  }

  @Property
  void without_revote_replaying_any_part_of_the_past_changes_nothing(
      @ForAll("open histories") List<Step> history, @ForAll Random random) {
    assertReplayChangesNothing(Life.of(false, history), history, random);
  }

  @Property
  void with_revote_replaying_any_part_of_the_past_undoes_no_change(
      @ForAll("open histories") List<Step> history, @ForAll Random random) {
    List<Step> ordered = inOrderOfTime(history);
    assertReplayChangesNothing(Life.of(true, ordered), ordered, random);
  }

  @Property
  void copies_of_any_age_make_the_same_shard_again_in_any_order(
      @ForAll boolean revote, @ForAll("histories") List<Step> history, @ForAll Random random) {
    BallotShard shard = BallotShard.empty();
    List<Cast> gotIn = new ArrayList<>();
    for (Step step : history) {
      if (step instanceof Step.Batch batch) {
        BallotShard.CastResult result = shard.cast(new CastBatch(revote, batch.casts()));
        gotIn.addAll(result.gotIn());
        shard = result.shard();
      } else {
        shard = shard.seal();
      }
    }
    List<CastBatch> copies = new ArrayList<>(List.of(new CastBatch(revote, gotIn)));
    for (int copy = 0; copy < 3; copy++) {
      int age = random.nextInt(gotIn.size() + 1);
      copies.add(new CastBatch(revote, gotIn.subList(0, age)));
    }
    Collections.shuffle(copies, random);
    BallotShard restored = random.nextBoolean() ? BallotShard.empty() : BallotShard.empty().seal();
    boolean sealed = restored.isSealed();
    for (CastBatch copy : copies) {
      restored = restored.restore(copy).shard();
    }
    assertThat(ballotsOf(restored)).isEqualTo(ballotsOf(shard));
    assertThat(restored.tally()).isEqualTo(shard.tally());
    assertThat(restored.isSealed()).isEqualTo(sealed);
    assertThat(restored.restore(copies.get(0)).gotIn()).isEmpty();
  }

  @Property
  void what_got_in_is_what_changed(
      @ForAll boolean revote,
      @ForAll("histories") List<Step> before,
      @ForAll("batches") List<Cast> batch) {
    BallotShard shard = Life.of(revote, before).shard;
    BallotShard.CastResult result = shard.cast(new CastBatch(revote, batch));
    BallotShard again = shard.restore(new CastBatch(revote, result.gotIn())).shard();
    assertThat(ballotsOf(again)).isEqualTo(ballotsOf(result.shard()));
    assertThat(result.gotIn().isEmpty()).isEqualTo(ballotsOf(again).equals(ballotsOf(shard)));
  }

  @Property
  void with_revote_a_ballot_that_is_cast_again_when_overtaken_counts_whatever_the_clocks_say(
      @ForAll("batches") List<Cast> casts, @ForAll Random random) {
    Life life = new Life(true);
    Map<String, Integer> chosen = new HashMap<>();
    List<Step> sent = new ArrayList<>();
    for (Cast cast : casts) {
      CastOutcome outcome = castLive(life, cast, sent);
      assertThat(acknowledgedBallot(outcome)).isEqualTo(life.shard.ballotOf(cast.viewer()));
      chosen.put(cast.viewer(), cast.ballot().options());
    }
    chosen.forEach(
        (viewer, options) -> assertThat(life.shard.ballotOf(viewer).options()).isEqualTo(options));
    assertReplayChangesNothing(life, sent, random);
  }

  /**
   * As the vote function does; notes all that it sends, but for retries: a viewer who changes a
   * ballot has had the answer to them, so no grid replays them any more.
   */
  private static CastOutcome castLive(Life life, Cast cast, List<Step> sent) {
    Ballot kept = life.shard.ballotOf(cast.viewer());
    CastOutcome outcome = life.cast(List.of(cast)).get(0);
    if (!outcome.equals(new CastOutcome.Accepted(kept))) {
      sent.add(new Step.Batch(List.of(cast)));
    }
    return outcome instanceof CastOutcome.Overtaken overtaken
        ? castLive(life, new Cast(cast.viewer(), cast.ballot().after(overtaken.kept())), sent)
        : outcome;
  }

  @Property
  void with_revote_every_change_is_later_than_what_it_replaced(
      @ForAll("open histories") List<Step> history) {
    Life life = Life.of(true, history);
    Map<String, Ballot> last = new HashMap<>();
    for (BallotShard stage : life.stages) {
      ballotsOf(stage)
          .forEach(
              (viewer, ballot) -> {
                Ballot before = last.put(viewer, ballot);
                assertThat(before == null || before.equals(ballot) || isLater(ballot, before))
                    .isTrue();
              });
    }
  }

  private static boolean isLater(Ballot ballot, Ballot before) {
    return ballot.castAt() > before.castAt();
  }

  private static void assertReplayChangesNothing(Life life, List<Step> past, Random random) {
    Snapshot before = Snapshot.of(life.shard);
    List<Step> replay = new ArrayList<>(past);
    Collections.shuffle(replay, random);
    replay.forEach(life::live);
    assertThat(Snapshot.of(life.shard)).isEqualTo(before);
  }

  /** The same casts at ever later times, as one clock gives them. */
  private static List<Step> inOrderOfTime(List<Step> history) {
    long[] clock = {0};
    return history.stream()
        .map(
            step ->
                step instanceof Step.Batch batch
                    ? (Step)
                        new Step.Batch(
                            batch.casts().stream()
                                .map(
                                    cast ->
                                        cast(cast.viewer(), cast.ballot().options(), clock[0]++))
                                .toList())
                    : step)
        .toList();
  }

  @Test
  void with_revote_the_one_that_came_last_counts_among_ballots_of_the_same_microsecond() {
    Life life = new Life(true);
    life.cast(List.of(cast("ann", RED, 5), cast("ann", BLUE, 5)));
    assertThat(life.shard.ballotOf("ann")).isEqualTo(new Ballot(BLUE, 6));
  }

  @Test
  void with_revote_an_earlier_ballot_that_comes_late_is_told_what_counts() {
    Life life = new Life(true);
    List<CastOutcome> outcomes = life.cast(List.of(cast("ann", RED, 5), cast("ann", BLUE, 4)));
    assertThat(outcomes.get(1)).isEqualTo(new CastOutcome.Overtaken(new Ballot(RED, 5)));
    assertThat(life.shard.tally()).isEqualTo(Tally.of(1, 1, 0));
  }

  @Test
  void a_ballot_that_names_several_options_is_a_vote_for_each() {
    Life life = new Life(false);
    life.cast(List.of(cast("ann", RED | LAST, 1), cast("bob", BLUE | LAST, 1)));
    assertThat(life.shard.tally().ballots()).isEqualTo(2);
    assertThat(life.shard.tally().votes(0)).isEqualTo(1);
    assertThat(life.shard.tally().votes(1)).isEqualTo(1);
    assertThat(life.shard.tally().votes(31)).isEqualTo(2);
  }

  @Test
  void after_the_seal_a_retry_is_still_accepted_and_anything_else_is_too_late() {
    Life life = new Life(true);
    life.cast(List.of(cast("ann", RED, 1)));
    life.live(new Step.Seal());
    assertThat(life.cast(List.of(cast("ann", RED, 9), cast("ann", BLUE, 9), cast("bob", RED, 9))))
        .containsExactly(
            new CastOutcome.Accepted(new Ballot(RED, 1)),
            new CastOutcome.PollClosed(),
            new CastOutcome.PollClosed());
  }

  private static Cast cast(String viewer, int options, long at) {
    return new Cast(viewer, new Ballot(options, at));
  }

  @Provide
  Arbitrary<Long> times() {
    return Arbitraries.longs().between(0, 5);
  }

  @Provide
  Arbitrary<Cast> casts() {
    Arbitrary<Integer> options = Arbitraries.of(RED, BLUE, RED | BLUE, LAST, BLUE | LAST);
    return Combinators.combine(Arbitraries.of(VIEWERS), options, times()).as(BallotShardTest::cast);
  }

  @Provide
  Arbitrary<List<Cast>> batches() {
    return casts().list().ofMaxSize(6);
  }

  @Provide("open histories")
  Arbitrary<List<Step>> openHistories() {
    return batches().map(casts -> (Step) new Step.Batch(casts)).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> batch = batches().map(Step.Batch::new);
    Arbitrary<Step> seal = Arbitraries.just(new Step.Seal());
    return Arbitraries.frequencyOf(Tuple.of(9, batch), Tuple.of(1, seal)).list().ofMaxSize(8);
  }
}
