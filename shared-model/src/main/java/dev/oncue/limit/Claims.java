package dev.oncue.limit;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * What tenants have claimed of what is limited for each of them, so that instances that admit at
 * the same time admit no more than the limit. Thread-safe; no method blocks. A stage fails when the
 * grid does, and with {@link dev.oncue.ContendedException} when others are first again and again.
 */
public interface Claims {
  /**
   * Changes a tenant's claims of a kind. Atomic.
   *
   * @param step gives the very set that it is given where there is nothing to change; it may be run
   *     several times, one after the other, and on any thread, and must not block
   * @return the claims that are kept then
   */
  CompletionStage<ClaimSet> change(ClaimKind kind, String tenant, UnaryOperator<ClaimSet> step);
}
