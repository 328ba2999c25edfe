package dev.oncue.http.lifecycle;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts a function. */
@QuarkusMain(name = "function")
public final class Main {
  private Main() {}

  /** Runs until the process is told to end. */
  public static void main(String... args) {
    Launcher.run(args);
  }
}
