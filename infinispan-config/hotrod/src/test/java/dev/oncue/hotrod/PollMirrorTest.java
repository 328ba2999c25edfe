package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.GridUnavailableException;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PollMirrorTest {
  private static final GridUnavailableException AWAY = new GridUnavailableException("away");

  private final PollMirror mirror = new PollMirror();
  private final Poll poll = PollFixtures.freshPoll().build();
  private final String key = poll.id().path();

  private CompletableFuture<List<Poll>> all() {
    return mirror.all().toCompletableFuture();
  }

  private static void assertAway(CompletableFuture<?> stage) {
    assertThat(stage.handle((done, fault) -> fault))
        .succeedsWithin(Duration.ofSeconds(1))
        .satisfies(fault -> assertThat(fault).hasRootCause(AWAY));
  }

  @Test
  void whoAsksForAllWaitsUntilAllHaveBeenRead() {
    CompletableFuture<List<Poll>> early = all();
    mirror.put(key, PollJson.encode(poll));
    assertThat(early).isNotDone();
    assertThat(mirror.get(key)).isNull();
    mirror.complete();
    assertThat(early).isCompletedWithValue(List.of(poll));
    assertThat(mirror.get(key)).isEqualTo(poll);
  }

  @Test
  void aLossIsToldToThoseWhoWaitAndToThoseWhoCome() {
    CompletableFuture<List<Poll>> early = all();
    mirror.lose(AWAY);
    assertAway(early);
    assertAway(all());
  }

  @Test
  void whatIsOldIsNotGivenUntilAllHasBeenReadAgain() {
    mirror.put(key, PollJson.encode(poll));
    mirror.complete();
    mirror.lose(AWAY);
    assertThat(mirror.get(key)).isNull();
    mirror.awaitReading();
    assertThat(mirror.get(key)).isNull();
    assertThat(all()).isNotDone();
    mirror.complete();
    assertThat(all()).isCompletedWithValue(List.of(poll));
  }

  @Test
  void onlyWhatIsNewsIsTold() {
    List<Poll> told = new ArrayList<>();
    mirror.watch(told::add);
    mirror.put(key, PollJson.encode(poll));
    mirror.lose(AWAY);
    mirror.put(key, PollJson.encode(poll));
    mirror.put(key, null);
    assertThat(told).containsExactly(poll);
  }
}
