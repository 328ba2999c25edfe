package dev.oncue.local.page;

import static dev.oncue.local.page.Frames.assertOn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.json.Json;
import dev.oncue.local.Command;
import dev.oncue.local.NeedsProgram;
import dev.oncue.local.demo.CuedClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command by which CUES.md puts a cue into H.264 with ffmpeg, as it stands there. */
@Tag("pages")
@NeedsChromium
@NeedsProgram(value = "ffmpeg", aptPackage = "ffmpeg")
class DocumentedSeiIT {
  private static final Path DOCUMENT = Path.of("..", "live", "CUES.md");
  private static final String CHAPTER = "### SEI into H.264";
  private static final String FENCE = "```\n";
  private static final String STREAM = "show-42";
  private static final String POLL = "q1";
  private static final String AT = "2026-11-21T20:00:03.200Z";
  private static final int SHOW = 80;

  /** Into the second that the command has a cue for, and a second after. */
  private static final int LAST = 130;

  @RegisterExtension static final BrowserTestBed stage = new BrowserTestBed();

  @TempDir private Path folder;

  @Test
  void theCommandOfTheDocumentMakesACueThatIsReadAndNothingBroken() throws Exception {
    Path demo = Files.createDirectories(folder.resolve("data").resolve("demo"));
    CuedClip.makePlain(demo);
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Instant shown = start.plus(CuedClip.FRAME.multipliedBy(SHOW));
    Files.writeString(folder.resolve("command"), command().replace(AT, Json.instant(shown)));
    Command.run(folder, "bash -e command");
    assertThat(folder.resolve("cued.ts")).isNotEmptyFile();
    Files.move(folder.resolve("cued.ts"), demo.resolve("cued.ts"));
    writePlaylist(demo, start);

    try (FolderServer files = new FolderServer(demo)) {
      // Without a cue it would be on from its begin, in the middle of the clip.
      String opensLater = ", \"opensAt\": \"" + start.plusSeconds(3600) + "\"";
      stage.engine().client().open(STREAM, POLL, opensLater);
      List<String> told = new ArrayList<>();
      var profile = stage.chromium().profile();
      profile.onConsoleMessage(message -> told.add(message.text()));
      WatchPage page =
          WatchPage.open(profile, stage.engine().origin(), STREAM, files.link("cued.m3u8"));
      page.seek(Duration.ofMillis(2200));
      page.play();
      page.untilFrame(LAST);
      assertOn(page.frames(), POLL, SHOW, Integer.MAX_VALUE, "by the command of the document");
      assertThat(told).noneMatch(line -> line.startsWith("bad-cue"));
      stage.chromium().closeProfiles();
    }
  }

  private static String command() throws Exception {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(FENCE, text.indexOf(CHAPTER)) + FENCE.length();
    String command = text.substring(begin, text.indexOf(FENCE, begin));
    assertThat(command).contains("ffmpeg", AT);
    return command;
  }

  private static void writePlaylist(Path folder, Instant start) throws Exception {
    StringBuilder text = new StringBuilder();
    Instant date = start;
    for (String line : Files.readAllLines(folder.resolve("clip.m3u8"))) {
      if (line.startsWith("#EXTINF")) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:").append(Json.instant(date)).append('\n');
        date = date.plusSeconds(1);
      }
      text.append(line.equals("clip3.ts") ? "cued.ts" : line).append('\n');
    }
    Files.writeString(folder.resolve("cued.m3u8"), text);
  }
}
