package dev.oncue.ballot;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link BallotBoxes} on every grid. The tests may share one. */
@Timeout(60)
public abstract class BallotBoxesContract {
  private static final int RED = 1;
  private static final int BLUE = 1 << 1;
  private static final int THREADS = 4;
  private static final int MAX_CASTS_PER_THREAD = 200_000;
  private static final long AT = PollFixtures.NOON.toEpochMilli();

  /** The grid to try. */
  protected abstract Grid grid();

  private BallotBoxes boxes() {
    return grid().ballotBoxes();
  }

  private Poll poll(boolean revote) {
    Poll poll = PollFixtures.freshPoll().revote(revote).maxOptions(2).shards(2).build();
    await(grid().polls().add(poll));
    return poll;
  }

  private CastOutcome cast(Poll poll, String viewer, int options, long at) {
    Cast cast = new Cast(viewer, new Ballot(options, at));
    List<CastOutcome> outcomes = castInto(poll, poll.shardOf(viewer), List.of(cast));
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private Optional<Ballot> ballot(Poll poll, String viewer) {
    List<Optional<Ballot>> found = await(boxes().ballots(List.of(new BallotLookup(poll, viewer))));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<CastOutcome> castInto(Poll poll, int shard, List<Cast> casts) {
    return await(boxes().cast(poll, shard, new CastBatch(poll.revote(), casts)));
  }

  /** Viewers {@code v0 ...} whose ballots lie in one shard. */
  private static Stream<String> viewersOf(Poll poll, int shard) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "v" + i)
        .filter(viewer -> poll.shardOf(viewer) == shard);
  }

  private static CastOutcome accepted(int options, long at) {
    return new CastOutcome.Accepted(new Ballot(options, at));
  }

  @Test
  public void an_empty_box_has_no_ballots() {
    Poll poll = poll(false);
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.ZERO);
    assertThat(ballot(poll, "ann")).isEmpty();
    assertThat(await(boxes().seal(poll))).isEqualTo(Tally.ZERO);
    assertThat(await(boxes().recount(poll))).isEqualTo(Tally.ZERO);
  }

  @Test
  public void a_ballot_that_was_accepted_is_in_the_box_at_once() {
    Poll poll = poll(false);
    assertThat(cast(poll, "ann", RED | BLUE, AT)).isEqualTo(accepted(RED | BLUE, AT));
    assertThat(ballot(poll, "ann")).contains(new Ballot(RED | BLUE, AT));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(1, 1, 1));
  }

  @Test
  public void a_retry_counts_once_and_keeps_its_first_time() {
    Poll poll = poll(false);
    cast(poll, "ann", RED, AT);
    assertThat(cast(poll, "ann", RED, AT + 5)).isEqualTo(accepted(RED, AT));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(1, 1));
  }

  @Test
  public void another_ballot_of_the_same_viewer_is_refused_and_shown_the_first() {
    Poll poll = poll(false);
    cast(poll, "ann", RED, AT);
    assertThat(cast(poll, "ann", BLUE, AT + 5))
        .isEqualTo(new CastOutcome.AlreadyVoted(new Ballot(RED, AT)));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(1, 1));
  }

  @Test
  public void with_revote_the_later_ballot_replaces_the_earlier() {
    Poll poll = poll(true);
    cast(poll, "ann", RED, AT);
    assertThat(cast(poll, "ann", BLUE, AT + 5))
        .isEqualTo(new CastOutcome.Changed(new Ballot(BLUE, AT + 5)));
    assertThat(cast(poll, "ann", RED, AT))
        .isEqualTo(new CastOutcome.Overtaken(new Ballot(BLUE, AT + 5)));
    assertThat(ballot(poll, "ann")).contains(new Ballot(BLUE, AT + 5));
    assertThat(await(boxes().seal(poll))).isEqualTo(Tally.of(1, 0, 1));
    assertThat(await(boxes().recount(poll))).isEqualTo(Tally.of(1, 0, 1));
  }

  @Test
  public void the_outcomes_of_a_batch_stand_in_its_order() {
    Poll poll = poll(false);
    List<String> viewers = viewersOf(poll, 1).limit(2).toList();
    String ann = viewers.get(0);
    String bob = viewers.get(1);
    List<Cast> casts =
        List.of(
            new Cast(ann, new Ballot(RED, AT)),
            new Cast(ann, new Ballot(BLUE, AT + 1)),
            new Cast(bob, new Ballot(BLUE, AT + 2)),
            new Cast(ann, new Ballot(RED, AT + 3)));
    assertThat(castInto(poll, 1, casts))
        .containsExactly(
            accepted(RED, AT),
            new CastOutcome.AlreadyVoted(new Ballot(RED, AT)),
            accepted(BLUE, AT + 2),
            accepted(RED, AT));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(2, 1, 1));
  }

  @Test
  public void the_greatest_batch_is_taken_whole() {
    Poll poll = poll(false);
    List<Cast> casts =
        viewersOf(poll, 0)
            .limit(CastBatch.MAX_CASTS)
            .map(viewer -> new Cast(viewer, new Ballot(RED, AT)))
            .toList();
    assertThat(castInto(poll, 0, casts))
        .hasSize(CastBatch.MAX_CASTS)
        .containsOnly(accepted(RED, AT));
    assertThat(await(boxes().seal(poll)))
        .isEqualTo(Tally.of(CastBatch.MAX_CASTS, CastBatch.MAX_CASTS));
    assertThat(await(boxes().recount(poll)))
        .isEqualTo(Tally.of(CastBatch.MAX_CASTS, CastBatch.MAX_CASTS));
  }

  @Test
  public void an_empty_batch_does_nothing() {
    Poll poll = poll(false);
    assertThat(castInto(poll, 0, List.of())).isEmpty();
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.ZERO);
  }

  @Test
  public void the_last_of_32_options_counts_like_any_other() {
    Poll poll = PollFixtures.freshPoll().options(PollFixtures.options(32)).build();
    await(grid().polls().add(poll));
    cast(poll, "ann", 1 << 31, AT);
    assertThat(await(boxes().seal(poll)).votes(31)).isEqualTo(1);
    assertThat(await(boxes().recount(poll)).votes(31)).isEqualTo(1);
  }

  @Test
  public void a_sealed_box_takes_nothing_and_answers_retries_as_before() {
    Poll poll = poll(true);
    cast(poll, "ann", RED, AT);
    assertThat(await(boxes().seal(poll))).isEqualTo(Tally.of(1, 1));
    assertThat(cast(poll, "ann", RED, AT + 9)).isEqualTo(accepted(RED, AT));
    assertThat(cast(poll, "ann", BLUE, AT + 9)).isEqualTo(new CastOutcome.PollClosed());
    viewersOf(poll, 0).limit(3).filter(v -> !v.equals("ann")).forEach(v -> assertClosed(poll, v));
    viewersOf(poll, 1).limit(3).filter(v -> !v.equals("ann")).forEach(v -> assertClosed(poll, v));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(1, 1));
    assertThat(await(boxes().recount(poll))).isEqualTo(Tally.of(1, 1));
  }

  private void assertClosed(Poll poll, String viewer) {
    assertThat(cast(poll, viewer, RED, AT)).isEqualTo(new CastOutcome.PollClosed());
    assertThat(ballot(poll, viewer)).isEmpty();
  }

  @Test
  public void sealing_twice_gives_the_same_tally() {
    Poll poll = poll(false);
    cast(poll, "ann", RED, AT);
    cast(poll, "bob", BLUE, AT);
    assertThat(await(boxes().seal(poll))).isEqualTo(await(boxes().seal(poll)));
  }

  @Test
  public void boxes_know_nothing_of_each_other() {
    Poll poll = poll(false);
    StreamId stream = poll.id().stream();
    List<PollId> others =
        List.of(
            new PollId(stream, "q2"),
            new PollId(new StreamId(stream.tenant(), "other"), poll.id().name()),
            new PollId(new StreamId(stream.tenant() + "2", stream.name()), poll.id().name()));
    cast(poll, "ann", RED, AT);
    await(boxes().seal(poll));
    for (PollId id : others) {
      Poll other = PollFixtures.poll().id(id).build();
      await(grid().polls().add(other));
      assertThat(ballot(other, "ann")).isEmpty();
      assertThat(cast(other, "ann", BLUE, AT)).isEqualTo(accepted(BLUE, AT));
      assertThat(await(boxes().tally(other))).isEqualTo(Tally.of(1, 0, 1));
    }
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(1, 1));
  }

  /** Ballots of a poll without its result are not discarded. */
  private void settle(Poll poll) {
    Result result = Result.closed(Tally.ZERO, true, PollFixtures.NOON);
    await(grid().polls().replace(poll, poll.closedAt(PollFixtures.NOON).settled(result)));
  }

  @Test
  public void a_box_that_was_discarded_is_empty_and_so_is_its_journal() {
    Poll poll = poll(false);
    viewersOf(poll, 0).limit(3).forEach(viewer -> cast(poll, viewer, RED, AT));
    viewersOf(poll, 1).limit(3).forEach(viewer -> cast(poll, viewer, RED, AT));
    await(boxes().seal(poll));
    settle(poll);
    await(boxes().discard(poll));
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.ZERO);
    assertThat(await(boxes().recount(poll))).isEqualTo(Tally.ZERO);
    assertThat(ballot(poll, "v0")).isEmpty();
    await(boxes().discard(poll));
  }

  @Test
  public void lookups_of_several_polls_and_viewers_are_answered_in_their_order() {
    Poll first = poll(false);
    Poll second = poll(true);
    Poll empty = poll(false);
    cast(first, "ann", RED, AT);
    cast(first, "bob", BLUE, AT + 1);
    cast(second, "ann", RED | BLUE, AT + 2);
    await(boxes().seal(first));
    List<BallotLookup> lookups =
        List.of(
            new BallotLookup(second, "bob"),
            new BallotLookup(first, "bob"),
            new BallotLookup(empty, "ann"),
            new BallotLookup(second, "ann"),
            new BallotLookup(first, "ann"),
            new BallotLookup(first, "bob"),
            new BallotLookup(first, "nobody"));
    assertThat(await(boxes().ballots(lookups)))
        .containsExactly(
            Optional.empty(),
            Optional.of(new Ballot(BLUE, AT + 1)),
            Optional.empty(),
            Optional.of(new Ballot(RED | BLUE, AT + 2)),
            Optional.of(new Ballot(RED, AT)),
            Optional.of(new Ballot(BLUE, AT + 1)),
            Optional.empty());
    assertThat(await(boxes().ballots(List.of()))).isEmpty();
  }

  @Test
  public void as_many_lookups_as_one_call_may_carry_are_all_answered() {
    Poll poll = poll(false);
    List<BallotLookup> lookups = new ArrayList<>();
    List<Optional<Ballot>> expected = new ArrayList<>();
    for (int shard = 0; shard < poll.shards(); shard++) {
      List<String> viewers =
          viewersOf(poll, shard).limit(BallotBoxes.MAX_LOOKUPS / poll.shards()).toList();
      List<Cast> casts =
          IntStream.range(0, viewers.size())
              .filter(i -> i % 3 > 0)
              .mapToObj(i -> new Cast(viewers.get(i), new Ballot(RED, AT + i)))
              .toList();
      castInto(poll, shard, casts);
      for (int i = 0; i < viewers.size(); i++) {
        lookups.add(new BallotLookup(poll, viewers.get(i)));
        expected.add(i % 3 > 0 ? Optional.of(new Ballot(RED, AT + i)) : Optional.empty());
      }
    }
    assertThat(lookups).hasSize(BallotBoxes.MAX_LOOKUPS);
    assertThat(await(boxes().ballots(lookups))).isEqualTo(expected);
  }

  @Test
  public void a_poll_with_the_id_of_a_discarded_one_starts_afresh() {
    Poll poll = poll(false);
    cast(poll, "ann", RED, AT);
    await(boxes().seal(poll));
    settle(poll);
    await(boxes().discard(poll));
    assertThat(cast(poll, "ann", BLUE, AT + 9)).isEqualTo(accepted(BLUE, AT + 9));
    assertThat(await(boxes().seal(poll))).isEqualTo(Tally.of(1, 0, 1));
    assertThat(await(boxes().recount(poll))).isEqualTo(Tally.of(1, 0, 1));
  }

  /** Every thread casts for every viewer, each in another option, in batches of its own size. */
  @Test
  public void of_many_ballots_of_a_viewer_at_once_exactly_one_is_acknowledged_and_counted() {
    Poll poll = PollFixtures.freshPoll().options(PollFixtures.options(THREADS)).shards(2).build();
    await(grid().polls().add(poll));
    List<List<Cast>> acknowledged =
        Concurrently.run(
            THREADS,
            thread -> {
              List<Cast> mine = new ArrayList<>();
              for (int shard = 0; shard < poll.shards(); shard++) {
                List<String> viewers = viewersOf(poll, shard).limit(300).toList();
                mine.addAll(castInBatches(poll, shard, viewers, 1 << thread, 1 + 7 * thread));
              }
              return mine;
            });

    Map<String, Ballot> winners = new HashMap<>();
    for (Cast cast : acknowledged.stream().flatMap(List::stream).toList()) {
      assertThat(winners.put(cast.viewer(), cast.ballot())).as(cast.viewer()).isNull();
    }
    assertThat(winners).hasSize(600);
    assertBoxHolds(poll, winners);
  }

  /** Returns what was acknowledged. */
  private List<Cast> castInBatches(
      Poll poll, int shard, List<String> viewers, int options, int batchSize) {
    List<Cast> acknowledged = new ArrayList<>();
    for (int from = 0; from < viewers.size(); from += batchSize) {
      List<Cast> casts =
          viewers.subList(from, Math.min(from + batchSize, viewers.size())).stream()
              .map(viewer -> new Cast(viewer, new Ballot(options, AT + options)))
              .toList();
      List<CastOutcome> outcomes = castInto(poll, shard, casts);
      for (int i = 0; i < casts.size(); i++) {
        if (outcomes.get(i) instanceof CastOutcome.Accepted accepted) {
          assertThat(accepted.ballot()).isEqualTo(casts.get(i).ballot());
          acknowledged.add(casts.get(i));
        }
      }
    }
    return acknowledged;
  }

  private void assertBoxHolds(Poll poll, Map<String, Ballot> expected) {
    Tally tally = count(expected);
    assertThat(await(boxes().tally(poll))).isEqualTo(tally);
    assertThat(await(boxes().seal(poll))).isEqualTo(tally);
    assertThat(await(boxes().recount(poll))).isEqualTo(tally);
    expected.forEach((viewer, ballot) -> assertThat(ballot(poll, viewer)).contains(ballot));
  }

  private static Tally count(Map<String, Ballot> ballots) {
    int[] votes = new int[32];
    ballots
        .values()
        .forEach(
            ballot ->
                IntStream.range(0, 32)
                    .filter(i -> (ballot.options() >>> i & 1) == 1)
                    .forEach(i -> votes[i]++));
    return Tally.of(ballots.size(), votes);
  }

  /** Threads cast until they are told that the poll is closed, and one seals in the middle. */
  @Test
  public void a_seal_amid_casts_holds_every_ballot_that_was_acknowledged_and_no_other() {
    for (int round = 0; round < 5; round++) {
      Poll poll = poll(false);
      CountDownLatch underWay = new CountDownLatch(THREADS * 10);
      List<Map<String, Ballot>> seen = new ArrayList<>();
      List<Tally> sealed = new ArrayList<>();
      Concurrently.run(
              THREADS + 1,
              thread -> {
                if (thread < THREADS) {
                  return castUntilClosed(poll, "thread-" + thread + "-", underWay);
                }
                assertThat(underWay.await(Concurrently.TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
                sealed.add(await(boxes().seal(poll)));
                return Map.<String, Ballot>of();
              })
          .forEach(seen::add);

      Map<String, Ballot> acknowledged = new HashMap<>();
      seen.forEach(acknowledged::putAll);
      assertThat(sealed).containsExactly(count(acknowledged));
      assertBoxHolds(poll, acknowledged);
    }
  }

  private Map<String, Ballot> castUntilClosed(Poll poll, String prefix, CountDownLatch underWay) {
    Map<String, Ballot> acknowledged = new HashMap<>();
    boolean[] closed = new boolean[poll.shards()];
    for (int i = 0; !(closed[0] && closed[1]); i++) {
      assertThat(i).as("casts, and the box is not sealed yet").isLessThan(MAX_CASTS_PER_THREAD);
      String viewer = prefix + i;
      CastOutcome outcome = cast(poll, viewer, 1 << i % 2, AT + i);
      if (outcome instanceof CastOutcome.Accepted accepted) {
        assertThat(closed[poll.shardOf(viewer)])
            .as("accepted after the shard was closed")
            .isFalse();
        acknowledged.put(viewer, accepted.ballot());
      } else {
        assertThat(outcome).isEqualTo(new CastOutcome.PollClosed());
        closed[poll.shardOf(viewer)] = true;
      }
      underWay.countDown();
    }
    return acknowledged;
  }

  @Test
  public void with_revote_changes_at_once_leave_one_ballot_each_and_the_latest() {
    Poll poll = poll(true);
    int last = 60;
    Concurrently.run(
        THREADS,
        thread -> {
          for (int time = thread; time <= last; time += THREADS) {
            for (String viewer : List.of("ann", "bob", "cleo")) {
              assertThat(cast(poll, viewer, optionsAt(time), AT + time))
                  .isInstanceOfAny(
                      CastOutcome.Accepted.class,
                      CastOutcome.Changed.class,
                      CastOutcome.Overtaken.class);
            }
          }
          return null;
        });
    assertThat(ballot(poll, "ann")).contains(new Ballot(optionsAt(last), AT + last));
    Tally expected = Tally.of(3, 0, 0, 3);
    assertThat(await(boxes().seal(poll))).isEqualTo(expected);
    assertThat(await(boxes().recount(poll))).isEqualTo(expected);
  }

  /** Only the very last ballot names the third option, and no two in a row are alike. */
  private static int optionsAt(int time) {
    return time == 60 ? 1 << 2 : 1 << time % 2;
  }

  @Test
  public void the_tally_never_goes_back_while_ballots_come_in() {
    Poll poll = poll(false);
    List<Boolean> steady =
        Concurrently.run(
            THREADS,
            thread -> {
              int before = 0;
              for (int i = 0; i < 100; i++) {
                cast(poll, "thread-" + thread + "-" + i, RED, AT);
                Tally now = await(boxes().tally(poll));
                assertThat(now.ballots()).isGreaterThan(i).isGreaterThanOrEqualTo(before);
                assertThat(now.votes(0)).isEqualTo(now.ballots());
                before = now.ballots();
              }
              return true;
            });
    assertThat(steady).hasSize(THREADS);
    assertThat(await(boxes().tally(poll))).isEqualTo(Tally.of(THREADS * 100, THREADS * 100));
  }
}
