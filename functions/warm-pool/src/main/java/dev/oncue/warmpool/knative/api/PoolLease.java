package dev.oncue.warmpool.knative.api;

import dev.oncue.warmpool.knative.config.KnativeSettings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One of the processes that share a pool leads: the one that holds the Lease. As in client-go, a
 * Lease has run out when it has not changed for its duration by the clock of whoever looks, so that
 * clocks that differ do no harm. The holder stops by itself a while before: what it sent last is
 * then answered before another begins. {@link #isLeader} may be called by any thread.
 */
public final class PoolLease {
  /** For how long the Lease is held without being renewed. */
  public static final Duration DURATION = Duration.ofSeconds(15);

  /** For how long its holder acts without having renewed it. */
  public static final Duration TRUST = Duration.ofSeconds(10);

  private static final Duration RENEWAL = Duration.ofSeconds(3);

  private final KubernetesApi api;
  private final KnativeSettings settings;
  private final LongSupplier nanos;

  private volatile Long heldSinceNanos;
  private String seenVersion;
  private long seenNanos;

  /** With a clock that never goes back. */
  public PoolLease(KubernetesApi api, KnativeSettings settings, LongSupplier nanos) {
    this.api = api;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Whether this process may change anything now. */
  public boolean isLeader() {
    return isYounger(heldSinceNanos, TRUST);
  }

  private boolean isYounger(Long sinceNanos, Duration age) {
    return sinceNanos != null && nanos.getAsLong() - sinceNanos < age.toNanos();
  }

  /** Takes the lease where it is free, and keeps it. Fails as the API does. */
  public boolean hold(Instant now) {
    if (isYounger(heldSinceNanos, RENEWAL)) {
      return true;
    }
    long before = nanos.getAsLong();
    Optional<Lease> lease = api.lease();
    boolean isTaken =
        lease.map(found -> isFree(found) && take(found, now)).orElseGet(() -> create(now));
    heldSinceNanos = isTaken ? Long.valueOf(before) : null;
    return isTaken;
  }

  /** Reads the Lease and does not take it. Fails as the API does. */
  public void look() {
    api.lease().ifPresent(this::isFree);
  }

  private boolean isFree(Lease lease) {
    String holder = lease.getSpec() == null ? null : lease.getSpec().getHolderIdentity();
    if (holder == null || holder.isEmpty() || holder.equals(settings.identity())) {
      return true;
    }
    String version = lease.getMetadata().getResourceVersion();
    if (!Objects.equals(version, seenVersion)) {
      seenVersion = version;
      seenNanos = nanos.getAsLong();
    }
    return nanos.getAsLong() - seenNanos > duration(lease).toNanos();
  }

  private static Duration duration(Lease lease) {
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    return seconds == null ? DURATION : Duration.ofSeconds(seconds);
  }

  private boolean create(Instant now) {
    Lease lease =
        new LeaseBuilder()
            .withMetadata(new ObjectMetaBuilder().withName(settings.name()).build())
            .withSpec(held(new LeaseSpec(), now))
            .build();
    return KubernetesApi.isFirst(() -> api.create(lease));
  }

  private boolean take(Lease lease, Instant now) {
    lease.setSpec(held(lease.getSpec() == null ? new LeaseSpec() : lease.getSpec(), now));
    return KubernetesApi.isFirst(() -> api.replace(lease));
  }

  private LeaseSpec held(LeaseSpec spec, Instant now) {
    ZonedDateTime time = now.atZone(ZoneOffset.UTC);
    if (!settings.identity().equals(spec.getHolderIdentity())) {
      int transitions = spec.getLeaseTransitions() == null ? 0 : spec.getLeaseTransitions();
      spec.setLeaseTransitions(spec.getHolderIdentity() == null ? transitions : transitions + 1);
      spec.setAcquireTime(time);
    }
    spec.setHolderIdentity(settings.identity());
    spec.setLeaseDurationSeconds(Math.toIntExact(DURATION.toSeconds()));
    spec.setRenewTime(time);
    return spec;
  }

  /** Lets another begin at once. */
  public void release() {
    boolean isHeld = isLeader();
    heldSinceNanos = null;
    if (isHeld) {
      api.lease().filter(this::isOwn).ifPresent(this::free);
    }
  }

  private boolean isOwn(Lease lease) {
    return lease.getSpec() != null
        && settings.identity().equals(lease.getSpec().getHolderIdentity());
  }

  private void free(Lease lease) {
    lease.getSpec().setHolderIdentity("");
    KubernetesApi.isFirst(() -> api.replace(lease));
  }
}
