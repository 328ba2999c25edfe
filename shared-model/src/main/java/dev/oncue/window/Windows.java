package dev.oncue.window;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The windows that are kept, and what the warm pool's controller says of itself. Thread-safe; no
 * method blocks. A stage fails only when the grid does.
 */
public interface Windows {
  /** The window with that id. */
  CompletionStage<Optional<Window>> find(WindowId id);

  /**
   * Keeps a window unless one with its id is kept already. Atomic.
   *
   * @return the window that was there, or empty when this one is kept now
   */
  CompletionStage<Optional<Window>> add(Window window);

  /**
   * Puts one window in the place of another, unless it has changed in between. Atomic.
   *
   * @return whether it did
   */
  CompletionStage<Boolean> replace(Window expected, Window next);

  /** All windows. */
  CompletionStage<List<Window>> all();

  /** Removes a window. */
  CompletionStage<Void> remove(WindowId id);

  /**
   * Calls {@code listener} with every window that is added or replaced from now on, as it is then.
   * It is called on a thread of the grid and must not block.
   */
  void watch(Consumer<Window> listener);

  /** Keeps what the controller says, for {@link PoolReport#KEPT}. */
  CompletionStage<Void> report(PoolReport report);

  /** What a controller said lately; empty: none has. */
  CompletionStage<Optional<PoolReport>> report();
}
