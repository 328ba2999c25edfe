package dev.oncue.live;

import dev.oncue.http.api.WindowResponse;
import dev.oncue.json.Json;
import dev.oncue.stream.StreamId;
import dev.oncue.window.Phase;
import dev.oncue.window.Window;
import dev.oncue.window.WindowId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The warm pool's windows of a stream that are not over, and their events, which hosts alone get.
 * Confined to its feed's event loop.
 */
final class WindowEvents {
  private final StreamId stream;
  private final FramePublisher frames;
  private final Map<WindowId, Window> windows = new LinkedHashMap<>();
  private boolean started;

  WindowEvents(StreamId stream, FramePublisher frames) {
    this.stream = stream;
    this.frames = frames;
  }

  /**
   * There are no subscribers so far: what changed meanwhile needs no event.
   *
   * @param all the windows of all streams
   */
  void start(List<Window> all) {
    all.stream()
        .filter(window -> window.id().stream().equals(stream))
        .forEach(window -> windows.putIfAbsent(window.id(), window));
    windows.values().removeIf(WindowEvents::isOver);
    started = true;
  }

  /** Takes a change of one of the stream's windows. */
  void take(Window window) {
    if (!started) {
      windows.put(window.id(), window);
      return;
    }
    Window known = windows.get(window.id());
    if (window.equals(known) || known == null && isOver(window)) {
      return;
    }
    if (isOver(window)) {
      windows.remove(window.id());
    } else {
      windows.put(window.id(), window);
    }
    byte[] data = Json.bytes(WindowResponse.of(window));
    frames.publish("window", host -> host ? data : null);
  }

  private static boolean isOver(Window window) {
    return window.status().phase() == Phase.RELEASED;
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return windows.isEmpty();
  }

  /** In the order in which they open. */
  List<Window> snapshot() {
    return windows.values().stream().sorted(Comparator.comparing(Window::opensAt)).toList();
  }
}
