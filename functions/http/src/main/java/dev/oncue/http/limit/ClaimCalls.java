package dev.oncue.http.limit;

import dev.oncue.Grid;
import dev.oncue.http.batch.CallBatcher;
import dev.oncue.http.limit.ClaimBatch.Wish;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.Claims;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Polls;
import dev.oncue.poll.TenantPolls;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The claims of this process on their way to the grid: those that come while a call is under way go
 * together. So instances contend for a tenant's claims, and not their requests. Thread-safe.
 */
final class ClaimCalls {
  /** Claims in one call. Each looks at all polls of its tenant that are not closed. */
  private static final int MAX_IN_CALL = 200;

  /** Claims that may wait in this process; beyond, 503. */
  private static final int MAX_WAITING = 10_000;

  /** To look at thousands of polls is no work for an event loop. */
  private final Executor workers = task -> Infrastructure.getDefaultWorkerPool().execute(task);

  private final Polls polls;
  private final Claims claims;
  private final Clock clock;
  private final CallBatcher<Wish, Optional<Throwable>> batcher;

  private record Key(ClaimKind kind, String tenant) {
    static Key of(Claim claim) {
      return new Key(claim.kind(), claim.tenant());
    }
  }

  ClaimCalls(Vertx vertx, Grid grid, Clock clock) {
    this.polls = grid.polls();
    this.claims = grid.claims();
    this.clock = clock;
    this.batcher = new CallBatcher<>(vertx, this::call, MAX_IN_CALL, MAX_WAITING);
  }

  /** Makes claims together; fails with the first refusal, or with what the grid failed with. */
  CompletionStage<Void> make(Claim... together) {
    return batcher
        .ask(Arrays.stream(together).map(Wish::new).toList())
        .thenCompose(
            failures ->
                failures.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .<CompletionStage<Void>>map(CompletableFuture::failedFuture)
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  private CompletionStage<List<Optional<Throwable>>> call(List<Wish> wishes) {
    if (wishes.stream().noneMatch(wish -> wish.claim().asksForPolls())) {
      return call(wishes, List.of());
    }
    return CompletableFuture.supplyAsync(polls::all, workers)
        .thenCompose(all -> all)
        .thenComposeAsync(all -> call(wishes, all), workers);
  }

  private CompletionStage<List<Optional<Throwable>>> call(List<Wish> wishes, List<Poll> all) {
    Map<Key, List<Wish>> batches = new HashMap<>();
    wishes.forEach(
        wish -> batches.computeIfAbsent(Key.of(wish.claim()), none -> new ArrayList<>()).add(wish));
    Instant now = clock.instant();
    CompletableFuture<?>[] calls =
        batches.entrySet().stream()
            .map(batch -> call(batch.getKey(), batch.getValue(), all, now).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(calls)
        .thenApply(done -> wishes.stream().map(Wish::failure).toList());
  }

  /** A tenant whose claims cannot be changed does not keep others from theirs. */
  private CompletionStage<Void> call(Key key, List<Wish> wishes, List<Poll> all, Instant now) {
    ClaimBatch batch = new ClaimBatch(wishes, TenantPolls.of(key.tenant(), all, now), now);
    return CompletableFuture.completedFuture(batch)
        .thenCompose(step -> claims.change(key.kind(), key.tenant(), step))
        .handle(
            (done, fault) -> {
              if (fault != null) {
                batch.fail(fault);
              }
              return null;
            });
  }
}
