package dev.oncue.testbed;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends any bytes to the engine, also such as no HTTP client would send. */
public final class RawHttp {
  /** An answer takes no longer; what does hangs. */
  public static final int TIMEOUT_MILLIS = 15_000;

  private static final int HEAD_END = 4;

  private RawHttp() {}

  /**
   * What came back.
   *
   * @param status 0: the connection was closed without an answer
   * @param head the status line and the fields, in lower case
   */
  public record Answer(int status, String head, String body) {
    /** Whether it is a problem document (RFC 9457). */
    public boolean isProblem() {
      return head.contains("content-type: application/problem+json");
    }
  }

  /** Sends a head and a body on a connection of their own, and waits for the answer. */
  public static Answer send(String head, byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    return send(bytes.toByteArray());
  }

  /** Sends bytes on a connection of their own, and waits for the answer. */
  public static Answer send(byte[] bytes) {
    return exchange(bytes, false);
  }

  /** Sends bytes, and reads until the engine closes the connection: all that it says. */
  public static Answer sendUntilClosed(byte[] bytes) {
    return exchange(bytes, true);
  }

  private static Answer exchange(byte[] bytes, boolean untilClosed) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
      } catch (SocketException e) {
        // Refused before all of it was read; what was answered may still be there.
      }
      return read(socket.getInputStream(), untilClosed);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer, or no end, within " + TIMEOUT_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(InputStream in, boolean untilClosed) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    byte[] buffer = new byte[8_192];
    while (untilClosed || !isWhole(received.toString(StandardCharsets.ISO_8859_1))) {
      int count;
      try {
        count = in.read(buffer);
      } catch (SocketException e) {
        count = -1;
      }
      if (count < 0) {
        break;
      }
      received.write(buffer, 0, count);
    }
    return answer(received.toByteArray());
  }

  private static boolean isWhole(String received) {
    int end = received.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = received.substring(0, end).toLowerCase(Locale.ROOT);
    if (head.matches("(?s)http/1\\.[01] (1\\d\\d|204|304).*")) {
      return true;
    }
    int at = head.indexOf("content-length: ");
    if (at < 0) {
      return received.endsWith("\r\n0\r\n\r\n");
    }
    int line = head.indexOf("\r\n", at);
    String length =
        head.substring(at + "content-length: ".length(), line < 0 ? head.length() : line);
    return received.length() >= end + HEAD_END + Integer.parseInt(length.strip());
  }

  private static Answer answer(byte[] received) {
    String text = new String(received, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, "", text);
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    return new Answer(
        Integer.parseInt(head.substring("http/1.1 ".length(), "http/1.1 200".length())),
        head,
        text.substring(end + HEAD_END));
  }
}
