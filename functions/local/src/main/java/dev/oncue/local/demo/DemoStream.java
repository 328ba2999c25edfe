package dev.oncue.local.demo;

import dev.oncue.cue.Cue;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.settings.SettingException;
import dev.oncue.poll.Poll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The demo's live stream, when there is one: the clip in {@code ONCUE_DEMO_DIR}, looped.
 * Thread-safe.
 */
@Singleton
final class DemoStream {
  private static final String RULE =
      "must name a folder that functions/live/demo-stream has made, not ";

  private final Path folder;
  private final LoopedPlaylist ts;
  private final LoopedPlaylist cmaf;

  @Inject
  DemoStream(DemoConfig config) {
    this(config.dir());
  }

  DemoStream(Optional<Path> folder) {
    this.folder = folder.orElse(null);
    this.ts = folder.map(in -> read(in, "clip.m3u8")).orElse(null);
    this.cmaf = folder.map(in -> read(in, "cmaf.m3u8")).orElse(null);
  }

  /** Has it made at the start, so that a bad setting ends it. */
  void check(@Observes StartupEvent start) {}

  private static LoopedPlaylist read(Path folder, String playlist) {
    try {
      return new LoopedPlaylist(Clip.read(folder.resolve(playlist)));
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingException("ONCUE_DEMO_DIR", RULE + folder);
    }
  }

  /**
   * The loop whose segments take a carrier.
   *
   * @throws dev.oncue.http.problem.ProblemException not-found, when there is no demo
   */
  LoopedPlaylist loop(Carrier carrier) {
    if (folder == null) {
      throw Problem.NOT_FOUND.with(
          "the demo is off: ONCUE_DEMO_DIR is not set; it names a folder that"
              + " functions/live/demo-stream has made");
    }
    return carrier == Carrier.EMSG ? cmaf : ts;
  }

  /**
   * A segment, or what comes before the first one, as it lies in the folder.
   *
   * @throws dev.oncue.http.problem.ProblemException not-found, when it is no part of the demo
   */
  byte[] file(String name) throws IOException {
    if (!isPart(loop(Carrier.ID3), name) && !isPart(loop(Carrier.EMSG), name)) {
      throw Problem.NOT_FOUND.with("the demo has no " + name);
    }
    return Files.readAllBytes(folder.resolve(name));
  }

  private static boolean isPart(LoopedPlaylist loop, String name) {
    Clip clip = loop.clip();
    return name.equals(clip.init())
        || clip.segments().stream().anyMatch(segment -> segment.name().equals(name));
  }

  /** A segment with those of the cues that are in it. */
  byte[] segment(Carrier carrier, LoopedPlaylist.Placed placed, List<Cue> cues) throws IOException {
    byte[] plain = file(placed.segment().name());
    List<Cue> inside = cues.stream().filter(placed::has).sorted(Cue.IN_ORDER).toList();
    return switch (carrier) {
      case DATERANGE -> plain;
      case ID3 -> TsSegment.with(plain, placed.begin(), inside);
      case EMSG -> CmafSegment.with(plain, loop(carrier).beginOfLoop(placed), inside);
    };
  }

  /**
   * The cues that a playlist lists: those whose frames have been, as they cannot move any more; of
   * polls whose overlay is not over before the playlist begins.
   */
  static List<Cue> listed(List<Poll> polls, List<LoopedPlaylist.Placed> window) {
    Instant begin = window.get(0).begin();
    Instant end = window.get(window.size() - 1).end();
    List<Cue> listed = new ArrayList<>();
    for (Poll poll : polls) {
      List<Cue> been = Cue.of(poll).stream().filter(cue -> cue.at().isBefore(end)).toList();
      boolean over = been.size() == 2 && been.get(1).at().isBefore(begin);
      listed.addAll(over ? List.of() : been);
    }
    listed.sort(Cue.IN_ORDER);
    return listed;
  }
}
