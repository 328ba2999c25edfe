package dev.oncue.embedded;

import static dev.oncue.Concurrently.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.poll.PollFixtures;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.ReactionChanges;
import dev.oncue.reaction.ReactionLimits;
import dev.oncue.reaction.ReactionMark;
import dev.oncue.stream.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The caches of reactions in a folder, one process after the other. */
@Timeout(60)
class EmbeddedReactionsTest {
  private static final Emoji FIRE = new Emoji("\uD83D\uDD25");
  private static final Emoji HEART = new Emoji("\u2764\uFE0F");
  private static final StreamId STREAM = PollFixtures.freshStream();

  @TempDir Path folder;

  private void run(BiConsumer<AdvancedCache<String, Object>, EmbeddedReactions> work) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global.nonClusteredDefault().defaultCacheName(null).jmx().disable();
    global.serialization().marshaller(new StoreMarshaller());
    global.globalState().enable().persistentLocation(folder.toAbsolutePath().toString());
    try (DefaultCacheManager manager = new DefaultCacheManager(global.build(), true)) {
      CacheDefinitions caches = new CacheDefinitions(manager, false);
      AdvancedCache<String, Object> totals = caches.start("reactions");
      AdvancedCache<Integer, ReactionLimits> limits = caches.start("reaction-limits");
      EmbeddedReactions reactions = new EmbeddedReactions(totals, limits);
      work.accept(totals, reactions);
      reactions.storeAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void react(EmbeddedReactions reactions, int times) {
    for (int i = 0; i < times; i++) {
      Reaction reaction = new Reaction(STREAM, "viewer-" + i, FIRE, Instant.now());
      await(reactions.send(List.of(reaction)));
    }
  }

  @Test
  void totals_that_are_kept_as_a_text_are_read_and_go_on() {
    String text = FIRE.text() + " 3\n" + HEART.text() + " 1\n";
    run((cache, reactions) -> cache.put(STREAM.path(), text));
    run(
        (cache, reactions) -> {
          ReactionChanges all = await(reactions.changes(STREAM, ReactionMark.START));
          assertThat(all.totals()).isEqualTo(Map.of(FIRE.text(), 3L, HEART.text(), 1L));
          assertThat(await(reactions.changes(STREAM, all.mark())).totals()).isEmpty();
          react(reactions, 1);
          assertThat(await(reactions.changes(STREAM, all.mark())).totals())
              .isEqualTo(Map.of(FIRE.text(), 4L));
        });
    run(
        (cache, reactions) ->
            assertThat(await(reactions.totals(STREAM)))
                .isEqualTo(Map.of(FIRE.text(), 4L, HEART.text(), 1L)));
  }

  @Test
  void what_was_counted_in_the_last_moment_is_stored_at_the_end() {
    run((cache, reactions) -> react(reactions, 500));
    run(
        (cache, reactions) ->
            assertThat(await(reactions.totals(STREAM))).isEqualTo(Map.of(FIRE.text(), 500L)));
  }
}
