package dev.oncue.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.cue.Cue;
import dev.oncue.cue.CueKind;
import dev.oncue.http.settings.SettingException;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("pages")
class DemoStreamTest {
  private static final Instant NOON = PollFixtures.NOON;
  private static final LoopedPlaylist LOOP =
      new LoopedPlaylist(new Clip(null, List.of(new Clip.Segment("a.ts", Duration.ofSeconds(1)))));

  @TempDir Path folder;

  private static Poll poll() {
    return PollFixtures.poll().openFor(Duration.ofSeconds(20)).build();
  }

  private static List<CueKind> listed(Poll poll, Instant now) {
    return DemoStream.listed(List.of(poll), LOOP.window(now)).stream().map(Cue::kind).toList();
  }

  /** A cue may still move while its frame has not been. */
  @Test
  void a_cue_is_listed_once_its_frame_is_in_the_playlist() {
    assertThat(listed(poll(), NOON.plusMillis(999))).isEmpty();
    assertThat(listed(poll(), NOON.plusMillis(1000))).containsExactly(CueKind.SHOW);
    assertThat(listed(poll(), NOON.plusMillis(20_999))).containsExactly(CueKind.SHOW);
    assertThat(listed(poll(), NOON.plusMillis(21_000))).containsExactly(CueKind.SHOW, CueKind.HIDE);
  }

  @Test
  void cues_are_listed_until_the_overlay_is_over_for_all_who_watch() {
    Instant last = NOON.plusSeconds(20 + LoopedPlaylist.WINDOW);
    assertThat(listed(poll(), last)).hasSize(2);
    assertThat(listed(poll(), last.plusSeconds(1))).isEmpty();
    Poll endless = PollFixtures.poll().build();
    assertThat(listed(endless, last.plusSeconds(3600))).containsExactly(CueKind.SHOW);
  }

  @Test
  void without_the_setting_there_is_no_demo() {
    DemoStream off = new DemoStream(Optional.empty());
    assertThatThrownBy(() -> off.loop(Carrier.DATERANGE)).hasMessageContaining("ONCUE_DEMO_DIR");
    assertThatThrownBy(() -> off.file("clip0.ts")).hasMessageContaining("ONCUE_DEMO_DIR");
  }

  @Test
  void a_folder_without_a_clip_is_a_bad_setting() throws Exception {
    assertRefused();
    Files.writeString(folder.resolve("clip.m3u8"), "#EXTM3U\n#EXTINF:1.0,\na.ts\n");
    assertRefused();
    Files.writeString(folder.resolve("cmaf.m3u8"), "#EXTM3U\n#EXTINF:x,\na.m4s\n");
    assertRefused();
    Files.writeString(folder.resolve("cmaf.m3u8"), "#EXTM3U\n#EXTINF:1.0,\na.m4s\n");
    Files.writeString(folder.resolve("secret"), "");
    Files.writeString(folder.resolve("a.ts"), "ts");
    DemoStream demo = new DemoStream(Optional.of(folder));
    assertThat(demo.file("a.ts")).asString().isEqualTo("ts");
    for (String other : List.of("secret", "../secret", "clip.m3u8", "")) {
      assertThatThrownBy(() -> demo.file(other)).hasMessage("the demo has no " + other);
    }
  }

  private void assertRefused() {
    assertThatThrownBy(() -> new DemoStream(Optional.of(folder)))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "ONCUE_DEMO_DIR must name a folder that functions/live/demo-stream has made, not "
                + folder);
  }
}
