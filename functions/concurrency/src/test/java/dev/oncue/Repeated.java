package dev.oncue;

/**
 * Runs a test again and again by real threads, in whatever orders chance gives: {@code
 * -Doncue.stress.runs} says how often. For what waits by timers of the JDK, at which Fray stops.
 */
public final class Repeated {
  private Repeated() {}

  /** Runs a test as often as was asked for. */
  public static void run(Fray.Body body) {
    for (int i = 0; i < Integer.getInteger("oncue.stress.runs", 300); i++) {
      try {
        body.run();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("run " + i, e);
      }
    }
  }
}
