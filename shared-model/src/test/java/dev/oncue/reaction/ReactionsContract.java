package dev.oncue.reaction;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Concurrently;
import dev.oncue.Grid;
import dev.oncue.poll.PollFixtures;
import dev.oncue.reaction.Reactions.Outcome;
import dev.oncue.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for {@link Reactions} on every grid. The tests may share one. */
@Timeout(60)
public abstract class ReactionsContract {
  private static final Emoji FIRE = new Emoji("\uD83D\uDD25");
  private static final Emoji HEART = new Emoji("\u2764\uFE0F");
  private static final Outcome COUNTED = new Outcome.Counted();

  private final StreamId stream = PollFixtures.freshStream();

  /** A grid may forget limits by its own clock: the tests begin at its now. */
  private final Instant now = Instant.ofEpochMilli(System.currentTimeMillis());

  /** The grid to try. */
  protected abstract Grid grid();

  private Outcome send(String viewer, Emoji emoji, Instant at) {
    return send(List.of(new Reaction(stream, viewer, emoji, at))).get(0);
  }

  private List<Outcome> send(List<Reaction> reactions) {
    List<Outcome> outcomes = await(grid().reactions().send(reactions));
    assertThat(outcomes).hasSameSizeAs(reactions);
    return outcomes;
  }

  private Map<String, Long> totals(StreamId of) {
    return await(grid().reactions().totals(of));
  }

  @Test
  public void a_stream_without_reactions_has_no_totals() {
    assertThat(totals(stream)).isEmpty();
  }

  @Test
  public void every_reaction_of_every_viewer_counts_by_emoji() {
    assertThat(send("ann", FIRE, now)).isEqualTo(COUNTED);
    assertThat(send("ann", FIRE, now)).isEqualTo(COUNTED);
    assertThat(send("bob", FIRE, now)).isEqualTo(COUNTED);
    assertThat(send("bob", HEART, now)).isEqualTo(COUNTED);
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 3L, HEART.text(), 1L));
  }

  @Test
  public void tenants_and_streams_know_nothing_of_each_other() {
    send("ann", FIRE, now);
    assertThat(totals(new StreamId(stream.tenant(), "other"))).isEmpty();
    assertThat(totals(new StreamId(stream.tenant() + "2", stream.name()))).isEmpty();
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 1L));
  }

  @Test
  public void the_21st_in_ten_seconds_is_told_how_long_to_wait_and_not_counted() {
    for (int i = 0; i < ReactionLimit.MAX; i++) {
      assertThat(send("ann", i % 2 == 0 ? FIRE : HEART, now.plusMillis(i))).isEqualTo(COUNTED);
    }
    Instant then = now.plusMillis(4_000);
    assertThat(send("ann", FIRE, then))
        .isEqualTo(new Outcome.RateLimited(Duration.ofMillis(6_000)));
    assertThat(send("bob", FIRE, then)).isEqualTo(COUNTED);
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 11L, HEART.text(), 10L));
  }

  @Test
  public void one_that_was_refused_does_not_lengthen_the_wait() {
    for (int i = 0; i < ReactionLimit.MAX; i++) {
      send("ann", FIRE, now);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(send("ann", FIRE, now.plusMillis(9_999))).isNotEqualTo(COUNTED);
    }
    assertThat(send("ann", FIRE, now.plusMillis(10_000))).isEqualTo(COUNTED);
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 21L));
  }

  @Test
  public void reactions_of_many_viewers_and_streams_are_counted_by_one_call() {
    StreamId other = new StreamId(stream.tenant(), stream.name() + "-2");
    List<Reaction> reactions = new ArrayList<>();
    for (int i = 0; i < Reactions.MAX_REACTIONS; i++) {
      Emoji emoji = i % 4 == 0 ? HEART : FIRE;
      reactions.add(new Reaction(i % 2 == 0 ? stream : other, "viewer-" + i / 10, emoji, now));
    }
    assertThat(send(reactions)).containsOnly(COUNTED);
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 256L, HEART.text(), 256L));
    assertThat(totals(other)).isEqualTo(Map.of(FIRE.text(), 512L));
    assertThat(send(List.of())).isEmpty();
  }

  @Test
  public void in_one_call_each_is_told_its_own_wait_and_the_others_count() {
    List<Reaction> reactions = new ArrayList<>();
    for (int i = 0; i < ReactionLimit.MAX + 5; i++) {
      reactions.add(new Reaction(stream, "ann", FIRE, now.plusMillis(i)));
      reactions.add(new Reaction(stream, "viewer-" + i, HEART, now));
    }
    List<Outcome> outcomes = send(reactions);
    for (int i = 0; i < ReactionLimit.MAX + 5; i++) {
      assertThat(outcomes.get(2 * i))
          .isEqualTo(
              i < ReactionLimit.MAX
                  ? COUNTED
                  : new Outcome.RateLimited(Duration.ofMillis(10_000 - i)));
      assertThat(outcomes.get(2 * i + 1)).isEqualTo(COUNTED);
    }
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), 20L, HEART.text(), 25L));
  }

  @Test
  public void a_viewers_limit_is_one_on_all_streams_of_the_tenant() {
    StreamId other = new StreamId(stream.tenant(), stream.name() + "-2");
    for (int i = 0; i < ReactionLimit.MAX; i++) {
      assertThat(send(List.of(new Reaction(i % 2 == 0 ? stream : other, "ann", FIRE, now))))
          .containsExactly(COUNTED);
    }
    assertThat(send("ann", FIRE, now)).isNotEqualTo(COUNTED);
    StreamId strange = new StreamId(stream.tenant() + "2", stream.name());
    assertThat(send(List.of(new Reaction(strange, "ann", FIRE, now)))).containsExactly(COUNTED);
  }

  @Test
  public void news_are_what_has_changed_since_an_earlier_reading() {
    ReactionChanges nothing = await(grid().reactions().changes(stream, ReactionMark.START));
    assertThat(nothing.totals()).isEmpty();
    send("ann", FIRE, now);
    send("ann", HEART, now);
    ReactionChanges first = await(grid().reactions().changes(stream, nothing.mark()));
    assertThat(first.totals()).isEqualTo(Map.of(FIRE.text(), 1L, HEART.text(), 1L));
    assertThat(await(grid().reactions().changes(stream, first.mark())))
        .isEqualTo(new ReactionChanges(first.mark(), Map.of()));
    send("bob", FIRE, now);
    ReactionChanges second = await(grid().reactions().changes(stream, first.mark()));
    assertThat(second.totals()).isEqualTo(Map.of(FIRE.text(), 2L));
    assertThat(first.mark().isBefore(second.mark())).isTrue();
    ReactionMark ofOthers = new ReactionMark(second.mark().origin() + 1, 1_000_000);
    assertThat(await(grid().reactions().changes(stream, ofOthers)).totals())
        .isEqualTo(Map.of(FIRE.text(), 2L, HEART.text(), 1L));
  }

  @Test
  public void a_stream_holds_all_emojis_there_are() {
    List<Emoji> all = Emojis.all();
    Map<String, Long> expected = new HashMap<>();
    for (int from = 0; from < all.size(); from += Reactions.MAX_REACTIONS) {
      int end = Math.min(all.size(), from + Reactions.MAX_REACTIONS);
      List<Reaction> reactions = new ArrayList<>();
      for (int i = from; i < end; i++) {
        reactions.add(new Reaction(stream, "viewer-" + i, all.get(i), now));
        expected.put(all.get(i).text(), 1L);
      }
      assertThat(send(reactions)).containsOnly(COUNTED);
    }
    assertThat(totals(stream)).isEqualTo(expected);
    send("ann", FIRE, now);
    expected.put(FIRE.text(), 2L);
    assertThat(totals(stream)).isEqualTo(expected);
  }

  @Test
  public void nothing_is_lost_when_many_react_at_once() {
    int threads = 4;
    int each = 10 * ReactionLimit.MAX;
    Concurrently.run(
        threads,
        thread -> {
          for (int i = 0; i < each; i++) {
            String viewer = "viewer-" + thread + "-" + i / ReactionLimit.MAX;
            assertThat(send(viewer, FIRE, now)).isEqualTo(COUNTED);
          }
          return null;
        });
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), (long) threads * each));
  }

  @Test
  public void a_viewer_who_reacts_in_many_threads_has_twenty_all_the_same() {
    List<Outcome> outcomes = new ArrayList<>();
    Concurrently.run(
            4,
            thread -> {
              List<Outcome> mine = new ArrayList<>();
              for (int i = 0; i < ReactionLimit.MAX; i++) {
                mine.add(send("ann", FIRE, now));
              }
              return mine;
            })
        .forEach(outcomes::addAll);
    assertThat(outcomes).filteredOn(COUNTED::equals).hasSize(ReactionLimit.MAX);
    assertThat(totals(stream)).isEqualTo(Map.of(FIRE.text(), (long) ReactionLimit.MAX));
  }
}
