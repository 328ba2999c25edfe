package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.GridUnavailableException;
import io.netty.channel.ChannelException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.infinispan.client.hotrod.exceptions.HotRodClientException;
import org.infinispan.client.hotrod.exceptions.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
  private static final GridSettings SETTINGS =
      Connected.settings("127.0.0.1:11222", null, null, null);

  private static HotRodClientException byServer(String words) {
    return new HotRodClientException(words, 1, 0x85);
  }

  private static TransportException unconnected(Throwable cause) {
    return new TransportException(cause, null);
  }

  static Stream<Throwable> what_networks_servers_and_settings_bring_about() {
    return Stream.of(
        unconnected(new ConnectException("Connection refused")),
        unconnected(new ClosedChannelException()),
        new TransportException("ISPN004071: the connection was closed", null),
        new CompletionException(new TimeoutException()),
        new RejectedExecutionException("event executor terminated"),
        new CompletionException(byServer("ISPN027002: unknown task")),
        unconnected(new SSLHandshakeException("no")),
        new GridUnavailableException("the grid's servers lack the caches claims"));
  }

  @ParameterizedTest
  @MethodSource
  void what_networks_servers_and_settings_bring_about(Throwable failure) {
    assertThat(Diagnosis.isUnknown(failure)).isFalse();
    assertThat(Diagnosis.of(failure, SETTINGS)).hasNoCause();
  }

  /** What is missing in a native executable looks so. */
  static Stream<Throwable> what_is_nobodys_fault_but_this_process() {
    Throwable noConstructor =
        new ChannelException(
            "Unable to create Channel from class",
            new NoSuchMethodException("io.netty.channel.epoll.EpollDatagramChannel.<init>()"));
    return Stream.of(
        noConstructor,
        unconnected(noConstructor),
        new CompletionException(unconnected(noConstructor)),
        new NoClassDefFoundError("io/netty/channel/epoll/Epoll"),
        new IllegalStateException(
            "Resource not found in class path: /proto/generated/user.commons.proto"),
        new ExceptionInInitializerError(new IllegalArgumentException("no such service")),
        unconnected(new UnsatisfiedLinkError("epollCreate")));
  }

  @ParameterizedTest
  @MethodSource
  void what_is_nobodys_fault_but_this_process(Throwable failure) {
    assertThat(Diagnosis.isUnknown(failure)).isTrue();
    GridUnavailableException told = Diagnosis.of(failure, SETTINGS);
    assertThat(told)
        .hasMessageStartingWith("the grid cannot be used, and not because of")
        .hasCause(failure);
    assertThat(Diagnosis.of(told, SETTINGS)).as("told once").isSameAs(told);
  }

  @Test
  void who_does_not_answer_is_named() {
    assertThat(Diagnosis.of(unconnected(new ConnectException("refused")), SETTINGS))
        .hasMessage("the grid's servers do not answer: 127.0.0.1:11222");
  }
}
