package dev.oncue.embedded;

import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.ClaimSet;
import dev.oncue.limit.Claims;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.infinispan.AdvancedCache;

/** The claims of the embedded grid: key {@link ClaimKind#key}. */
final class EmbeddedClaims implements Claims {
  private final AdvancedCache<String, ClaimSet> cache;

  EmbeddedClaims(AdvancedCache<String, ClaimSet> cache) {
    this.cache = cache;
  }

  @Override
  public CompletionStage<ClaimSet> change(
      ClaimKind kind, String tenant, UnaryOperator<ClaimSet> step) {
    return cache.computeAsync(
        kind.key(tenant),
        (key, kept) -> step.apply(kept == null ? ClaimSet.none() : kept),
        kind.longest().toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
