package dev.oncue.embedded;

import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.Windows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.infinispan.AdvancedCache;

/**
 * The windows of the embedded grid: key {@link WindowId#path()}. The controller's report is the
 * entry {@value #REPORT} among what is present.
 */
final class EmbeddedWindows implements Windows {
  private static final String REPORT = "warm-pool";

  private final EmbeddedEntries<Window> windows;
  private final AdvancedCache<String, String> presence;

  EmbeddedWindows(AdvancedCache<String, Window> windows, AdvancedCache<String, String> presence) {
    this.windows = new EmbeddedEntries<>(windows);
    this.presence = presence;
  }

  @Override
  public CompletionStage<Optional<Window>> find(WindowId id) {
    return windows.find(id.path());
  }

  @Override
  public CompletionStage<Optional<Window>> add(Window window) {
    return windows.add(window.id().path(), window);
  }

  @Override
  public CompletionStage<Boolean> replace(Window expected, Window next) {
    return windows.replace(expected.id().path(), expected, next);
  }

  @Override
  public CompletionStage<List<Window>> all() {
    return CompletableFuture.completedFuture(windows.stored());
  }

  @Override
  public CompletionStage<Void> remove(WindowId id) {
    return windows.remove(id.path());
  }

  @Override
  public void watch(Consumer<Window> listener) {
    windows.watch(listener);
  }

  @Override
  public CompletionStage<Void> report(PoolReport report) {
    return presence
        .putAsync(REPORT, report.text(), PoolReport.KEPT.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(before -> null);
  }

  @Override
  public CompletionStage<Optional<PoolReport>> report() {
    return presence
        .getAsync(REPORT)
        .thenApply(text -> Optional.ofNullable(text).map(PoolReport::parse));
  }
}
