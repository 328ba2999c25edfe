package dev.oncue.task.command;

import dev.oncue.entry.EntryDigest;
import io.reactivex.rxjava3.core.Flowable;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoName;
import org.reactivestreams.Publisher;

/** Makes the {@link EntryDigest} of some of a server's entries, encoded. */
@ProtoName("DigestOf")
public final class DigestCommand
    implements Function<Publisher<CacheEntry<Object, Object>>, CompletionStage<byte[]>> {
  /**
   * Tells whether a cache has other entries than its caller knows. Parameters: {@code cache};
   * {@code known}, the {@link EntryDigest#total} of what the caller has. Gives the cache's digest,
   * encoded; empty: it is the same.
   */
  static final GridTask TASK = new GridTask("oncue.digest", DigestCommand::compare);

  private static final byte[] SAME = {};

  @ProtoFactory
  DigestCommand() {}

  @Override
  public CompletionStage<byte[]> apply(Publisher<CacheEntry<Object, Object>> entries) {
    return Flowable.fromPublisher(entries)
        .collect(ByteArrayOutputStream::new, DigestCommand::append)
        .map(ByteArrayOutputStream::toByteArray)
        .toCompletionStage();
  }

  private static void append(ByteArrayOutputStream rows, CacheEntry<Object, Object> entry) {
    EntryDigest.append(rows, (String) entry.getKey(), PageCommand.bytes(entry.getValue()));
  }

  private static CompletionStage<byte[]> compare(
      ServerCache.All caches, Map<String, ?> parameters) {
    long known = (Long) parameters.get("known");
    return PageCommand.mirrored(caches, parameters)
        .reduce(new DigestCommand(), new PageCommand.Joined())
        .thenApply(EntryDigest::decode)
        .thenApply(digest -> digest.total() == known ? SAME : digest.encode());
  }
}
