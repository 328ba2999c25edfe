package dev.oncue.embedded;

import dev.oncue.json.Fields;
import dev.oncue.json.Json;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Latency;
import dev.oncue.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;

/** The latencies of the embedded grid's streams: key {@link StreamId#path()}, JSON. */
final class EmbeddedLatencies implements Latencies {
  private final AdvancedCache<String, String> latencies;

  EmbeddedLatencies(AdvancedCache<String, String> latencies) {
    this.latencies = latencies;
  }

  @Override
  public CompletionStage<Optional<Latency>> find(StreamId stream) {
    return latencies
        .getAsync(stream.path())
        .thenApply(text -> Optional.ofNullable(text).map(EmbeddedLatencies::decode));
  }

  @Override
  public CompletionStage<Void> set(StreamId stream, Latency latency) {
    String text = new String(Json.bytes(latency::write), StandardCharsets.UTF_8);
    return latencies
        .putAsync(stream.path(), text, KEPT.toDays(), TimeUnit.DAYS)
        .thenApply(before -> null);
  }

  private static Latency decode(String text) {
    return Latency.read(Fields.parse(text.getBytes(StandardCharsets.UTF_8)));
  }
}
