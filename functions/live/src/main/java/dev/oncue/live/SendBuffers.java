package dev.oncue.live;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Bounds what the operating system keeps for a client that does not read: left to itself it would
 * take megabytes for each. Over 100 ms this size still carries more than a megabyte a second.
 */
@Singleton
final class SendBuffers implements HttpServerOptionsCustomizer {
  private static final int BYTES = 128 * 1024;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    options.setSendBufferSize(BYTES);
  }
}
