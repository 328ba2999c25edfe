package dev.oncue.task.command;

import dev.oncue.entry.EntryDigest;
import io.reactivex.rxjava3.core.Flowable;
import java.io.ByteArrayOutputStream;
import java.util.Set;
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

  /**
   * Tells whether a cache has other entries than its caller knows. Parameter {@code known}: the
   * {@link EntryDigest#total} of what the caller has. Gives the cache's digest, encoded; empty: it
   * is the same.
   */
  static GridTask of(String cache, Set<Role> roles) {
    return new GridTask(
        "oncue.digest." + cache,
        roles,
        (caches, parameters) -> compare(caches.named(cache), (Long) parameters.get("known")));
  }

  private static CompletionStage<byte[]> compare(ServerCache<byte[]> cache, long known) {
    return cache
        .reduce(new DigestCommand(), new PageCommand.Joined())
        .thenApply(EntryDigest::decode)
        .thenApply(digest -> digest.total() == known ? SAME : digest.encode());
  }
}
