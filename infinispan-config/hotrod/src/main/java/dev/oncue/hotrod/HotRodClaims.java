package dev.oncue.hotrod;

import dev.oncue.Attempts;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.limit.Claims;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.infinispan.client.hotrod.MetadataValue;
import org.jspecify.annotations.Nullable;

/**
 * The claims that the grid's servers keep: key {@link ClaimKind#key}. Who changes a set puts it in
 * the place of the version that was read, and reads again where others were first.
 */
final class HotRodClaims implements Claims {
  private final GridCache<byte[]> cache;

  /**
   * @param cache returns previous values
   */
  HotRodClaims(GridCache<byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<ClaimSet> change(
      ClaimKind kind, String tenant, UnaryOperator<ClaimSet> step) {
    return change(kind, kind.key(tenant), step, new Attempts("the claims " + kind.key(tenant)));
  }

  private CompletionStage<ClaimSet> change(
      ClaimKind kind, String key, UnaryOperator<ClaimSet> step, Attempts attempts) {
    return cache
        .call(entries -> entries.getWithMetadataAsync(key))
        .thenCompose(kept -> change(kind, key, kept, step, attempts));
  }

  private CompletionStage<ClaimSet> change(
      ClaimKind kind,
      String key,
      @Nullable MetadataValue<byte[]> kept,
      UnaryOperator<ClaimSet> step,
      Attempts attempts) {
    ClaimSet before = kept == null ? ClaimSet.none() : ClaimSet.decode(kept.getValue());
    ClaimSet next = step.apply(before);
    if (next == before) {
      return CompletableFuture.completedFuture(before);
    }
    CompletableFuture<Boolean> done =
        kept == null
            ? add(kind, key, next.encode())
            : replace(kind, key, kept.getVersion(), next.encode());
    return done.thenCompose(
        first ->
            first
                ? CompletableFuture.completedFuture(next)
                : attempts.again(() -> change(kind, key, step, attempts)));
  }

  private CompletableFuture<Boolean> add(ClaimKind kind, String key, byte[] bytes) {
    return cache
        .call(
            entries ->
                entries.putIfAbsentAsync(
                    key, bytes, kind.longest().toMillis(), TimeUnit.MILLISECONDS))
        .thenApply(existing -> existing == null);
  }

  private CompletableFuture<Boolean> replace(
      ClaimKind kind, String key, long version, byte[] bytes) {
    return cache.call(
        entries ->
            entries.replaceWithVersionAsync(
                key,
                bytes,
                version,
                kind.longest().toMillis(),
                TimeUnit.MILLISECONDS,
                0,
                TimeUnit.MILLISECONDS));
  }
}
