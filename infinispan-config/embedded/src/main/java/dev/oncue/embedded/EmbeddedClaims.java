package dev.oncue.embedded;

import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.limit.Claims;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.infinispan.AdvancedCache;
import org.jspecify.annotations.Nullable;

/** The claims of the embedded grid: key {@link ClaimKind#key}. */
final class EmbeddedClaims implements Claims {
  private final AdvancedCache<String, ClaimSet> cache;

  EmbeddedClaims(AdvancedCache<String, ClaimSet> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<ClaimSet> change(
      ClaimKind kind, String tenant, UnaryOperator<ClaimSet> step) {
    String key = kind.key(tenant);
    return cache
        .getAsync(key)
        .thenCompose(
            kept -> {
              // What is refused is not written.
              ClaimSet before = orNone(kept);
              return step.apply(before) == before
                  ? CompletableFuture.completedFuture(before)
                  : write(key, kind, step);
            });
  }

  private CompletableFuture<ClaimSet> write(
      String key, ClaimKind kind, UnaryOperator<ClaimSet> step) {
    return cache.computeAsync(
        key,
        (same, kept) -> step.apply(orNone(kept)),
        kind.longest().toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static ClaimSet orNone(@Nullable ClaimSet kept) {
    return kept == null ? ClaimSet.none() : kept;
  }
}
