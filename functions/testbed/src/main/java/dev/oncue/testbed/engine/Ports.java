package dev.oncue.testbed.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports for processes that are to be started. */
public final class Ports {
  private static final int RANGE = 10_000;

  private Ports() {}

  /**
   * A port that is free now and that nobody is given by chance before the process has started:
   * below those that Linux gives to connections (ip_local_port_range), and of a range that is this
   * one's of the two processes in which tests run beside each other.
   *
   * @param offsets what must be free besides, counted from that port
   */
  public static int free(int... offsets) {
    int lowest = Integer.getInteger("surefire.forkNumber", 1) % 2 == 1 ? 12_000 : 22_000;
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(lowest, lowest + RANGE);
      if (isFree(port) && IntStream.of(offsets).allMatch(offset -> isFree(port + offset))) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
