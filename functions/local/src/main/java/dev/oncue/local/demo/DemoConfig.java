package dev.oncue.local.demo;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The demo's live stream. Read by the local engine alone. */
@ConfigMapping(prefix = "oncue.demo")
public interface DemoConfig {
  /**
   * A folder that {@code functions/live/demo-stream} has made. The local engine serves the clip in
   * it as a live stream with cues, at {@code /demo/live.m3u8}.
   */
  Optional<Path> dir();
}
