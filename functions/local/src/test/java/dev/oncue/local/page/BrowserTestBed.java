package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One engine and one browser for all tests of all classes, and a stream for each test. After each
 * test, no page may have complained and the engine may have logged no error.
 */
final class BrowserTestBed implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
  private PageEngine engine;
  private Chromium chromium;
  private String stream;

  /** What starts slowly. JUnit closes it when the last class is done. */
  private record Props(PageEngine engine, Chromium chromium) implements AutoCloseable {
    static Props set() {
      try {
        return new Props(PageEngine.start(), new Chromium());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      chromium.close();
      engine.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Props props =
        context
            .getRoot()
            .getStore(Namespace.create(BrowserTestBed.class))
            .getOrComputeIfAbsent(Props.class, type -> Props.set(), Props.class);
    engine = props.engine();
    chromium = props.chromium();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    stream = "show-" + context.getTestMethod().map(Method::getName).orElseThrow();
  }

  PageEngine engine() {
    return engine;
  }

  Chromium chromium() {
    return chromium;
  }

  /** The stream of the test. */
  String stream() {
    return stream;
  }

  /** The link to the host's page of the test's stream. */
  String hostLink() {
    return engine.hostLink(stream);
  }

  /** The link to the viewer's page of the test's stream. */
  String viewerLink() {
    return engine.viewerLink(stream);
  }

  /** The address of the overlay of the test's stream, which gets a guest's ticket. */
  String overlayLink() {
    return engine.origin() + "/overlay.html#stream=" + stream;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    chromium.closeProfiles();
    if (context.getExecutionException().isEmpty()) {
      assertThat(chromium.complaints()).as("what the pages complained of").isEmpty();
      assertThat(engine.errors()).as("errors that the engine logged").isEmpty();
    } else {
      System.out.println("The pages complained of " + chromium.complaints());
    }
  }
}
