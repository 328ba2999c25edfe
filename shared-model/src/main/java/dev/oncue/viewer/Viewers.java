package dev.oncue.viewer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * How many viewers are connected, as the instances that hold their connections tell it. What is not
 * told again is forgotten, so that an instance that died takes its viewers along. Thread-safe; no
 * method blocks. A stage fails only when the grid does.
 */
public interface Viewers {
  /** How long what was told is kept. */
  Duration KEPT = Duration.ofSeconds(10);

  /** Tells of one stream's connections at one instance, in place of what it told before. */
  CompletionStage<Void> report(Connected connected);

  /** All that is told at the moment, in no order. */
  CompletionStage<List<Connected>> all();
}
