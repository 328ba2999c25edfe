package dev.oncue.warmpool.window;

import dev.oncue.Attempts;
import dev.oncue.Grid;
import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Caller;
import dev.oncue.json.Fields;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Polls;
import dev.oncue.warmpool.plan.PoolSettings;
import dev.oncue.warmpool.reconcile.Round;
import dev.oncue.window.Window;
import dev.oncue.window.WindowDraft;
import dev.oncue.window.WindowId;
import dev.oncue.window.Windows;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Announces windows, cancels and lists them. Thread-safe; never blocks. */
@Singleton
final class WindowService {
  private static final Comparator<Window> BY_OPENING =
      Comparator.comparing(Window::opensAt).thenComparing(window -> window.id().path());

  private final Windows windows;
  private final Polls polls;
  private final PoolSettings settings;
  private final Clock clock;

  @Inject
  WindowService(Grid grid, PoolSettings settings, Clock clock) {
    this.windows = grid.windows();
    this.polls = grid.polls();
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A window, as it is kept now.
   *
   * @param isNew whether it was announced just now
   */
  record Announced(Window window, boolean isNew) {}

  /**
   * Announces the window that the fields describe. It is answered with what the plan makes of it,
   * so that whoever announces too much is told at once.
   */
  CompletionStage<Announced> announce(Caller caller, Fields fields) {
    WindowDraft draft = WindowDraft.read(fields, caller.tenant());
    caller.reach(draft.id().stream().name());
    return announce(draft, new Attempts(draft.id().path()));
  }

  private CompletionStage<Announced> announce(WindowDraft draft, Attempts attempts) {
    return windows
        .find(draft.id())
        .thenCompose(found -> announce(draft, found.orElse(null), attempts));
  }

  private CompletionStage<Announced> announce(
      WindowDraft draft, Window existing, Attempts attempts) {
    if (existing != null && !existing.cancelled()) {
      return CompletableFuture.completedFuture(compared(draft, existing));
    }
    return windows
        .all()
        .thenCombineAsync(
            polls.all(),
            (all, open) -> planned(draft, all, open),
            // A plan of thousands of windows is no work for an event loop.
            Infrastructure.getDefaultWorkerPool())
        .thenCompose(window -> keep(draft, existing, window, attempts));
  }

  private static Announced compared(WindowDraft draft, Window existing) {
    if (!draft.asksFor(existing)) {
      throw Problem.WINDOW_EXISTS.with(
          "window: " + existing.id().name() + " exists and is another window");
    }
    return new Announced(existing, false);
  }

  private Window planned(WindowDraft draft, List<Window> all, List<Poll> open) {
    Instant now = now();
    Window window = draft.at(now);
    requireRoom(window, all, now);
    List<Window> known = new ArrayList<>(all);
    known.removeIf(other -> other.id().equals(window.id()));
    known.add(window);
    Round round = Round.of(known, open, Map.of(), settings, now);
    return window.with(round.status(window, Map.of(), settings, now));
  }

  private static void requireRoom(Window window, List<Window> all, Instant now) {
    String tenant = window.id().stream().tenant();
    List<Window> others =
        all.stream()
            .filter(other -> other.id().origin() == window.id().origin())
            .filter(other -> other.id().stream().tenant().equals(tenant))
            .filter(other -> !other.id().equals(window.id()))
            .toList();
    if (others.size() >= Window.MAX_KEPT_PER_TENANT) {
      throw Problem.TOO_MANY_WINDOWS.with(
          "a tenant has at most "
              + Window.MAX_KEPT_PER_TENANT
              + " windows, and those that are over or cancelled are kept for an hour");
    }
    long pending = others.stream().filter(other -> other.isPending(now)).count();
    if (pending >= Window.MAX_PER_TENANT) {
      throw Problem.TOO_MANY_WINDOWS.with(
          "a tenant has at most "
              + Window.MAX_PER_TENANT
              + " windows that are not over; cancel one first");
    }
  }

  private CompletionStage<Announced> keep(
      WindowDraft draft, Window existing, Window window, Attempts attempts) {
    CompletionStage<Boolean> kept =
        existing == null
            ? windows.add(window).thenApply(Optional::isEmpty)
            : windows.replace(existing, window);
    return kept.thenCompose(
        done ->
            done
                ? CompletableFuture.completedFuture(new Announced(window, true))
                : attempts.again(() -> announce(draft, attempts)));
  }

  /** Cancels an announced window; again, and it stays cancelled. */
  CompletionStage<Window> cancel(WindowId id) {
    return cancel(id, new Attempts(id.path()));
  }

  private CompletionStage<Window> cancel(WindowId id, Attempts attempts) {
    return windows
        .find(id)
        .thenCompose(
            found ->
                cancel(
                    found.orElseThrow(() -> Problem.UNKNOWN_WINDOW.with("window: " + id.name())),
                    attempts));
  }

  private CompletionStage<Window> cancel(Window window, Attempts attempts) {
    if (window.cancelled()) {
      return CompletableFuture.completedFuture(window);
    }
    Window cancelled = window.cancelledAt(now());
    return windows
        .replace(window, cancelled)
        .thenCompose(
            done ->
                done
                    ? CompletableFuture.completedFuture(cancelled)
                    : attempts.again(() -> cancel(window.id(), attempts)));
  }

  /**
   * The windows of a tenant, those that open first first.
   *
   * @param stream of this stream alone; {@code null}: of all
   */
  CompletionStage<WindowsResponse> list(String tenant, String stream) {
    return windows
        .all()
        .thenApply(all -> all.stream().filter(window -> isOf(window, tenant, stream)))
        .thenApply(mine -> mine.sorted(BY_OPENING).toList())
        .thenCombine(windows.report(), (list, report) -> WindowsResponse.of(now(), report, list));
  }

  private static boolean isOf(Window window, String tenant, String stream) {
    return window.id().stream().tenant().equals(tenant)
        && (stream == null || window.id().stream().name().equals(stream));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
