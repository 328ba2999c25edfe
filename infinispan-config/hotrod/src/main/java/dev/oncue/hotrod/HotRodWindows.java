package dev.oncue.hotrod;

import dev.oncue.window.PoolReport;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import dev.oncue.window.Windows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The windows that the grid's servers keep: key {@link WindowId#path()}. The controller's report is
 * the entry {@value #REPORT} among what is present.
 */
final class HotRodWindows implements Windows {
  private static final String REPORT = "warm-pool";

  private final MirroredEntries<Window> windows;
  private final GridCache<String> presence;

  HotRodWindows(MirroredEntries<Window> windows, GridCache<String> presence) {
    this.windows = windows;
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
    return windows.all();
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
    long millis = PoolReport.KEPT.toMillis();
    return presence
        .call(cache -> cache.putAsync(REPORT, report.text(), millis, TimeUnit.MILLISECONDS))
        .thenApply(before -> null);
  }

  @Override
  public CompletionStage<Optional<PoolReport>> report() {
    return presence
        .call(cache -> cache.getAsync(REPORT))
        .thenApply(text -> Optional.ofNullable(text).map(PoolReport::parse));
  }
}
