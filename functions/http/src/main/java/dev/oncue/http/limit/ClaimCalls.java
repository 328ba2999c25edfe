package dev.oncue.http.limit;

import dev.oncue.Grid;
import dev.oncue.http.batch.CallBatcher;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.limit.ClaimKind;
import dev.oncue.limit.Claims;
import dev.oncue.limit.TenantPolls;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Polls;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

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
  private final CallBatcher<Claim, Optional<ProblemException>> batcher;

  private record Key(ClaimKind kind, String tenant) {}

  ClaimCalls(Vertx vertx, Grid grid, Clock clock) {
    this.polls = grid.polls();
    this.claims = grid.claims();
    this.clock = clock;
    this.batcher = new CallBatcher<>(vertx, this::call, MAX_IN_CALL, MAX_WAITING);
  }

  /** Makes claims together; fails with the first refusal. */
  CompletionStage<Void> make(Claim... together) {
    return batcher
        .ask(List.of(together))
        .thenAccept(
            refusals ->
                refusals.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(
                        refusal -> {
                          throw refusal;
                        }));
  }

  private CompletionStage<List<Optional<ProblemException>>> call(List<Claim> asked) {
    if (asked.stream().noneMatch(Claim::asksForPolls)) {
      return call(asked, List.of());
    }
    return CompletableFuture.supplyAsync(polls::all, workers)
        .thenCompose(all -> all)
        .thenComposeAsync(all -> call(asked, all), workers);
  }

  private CompletionStage<List<Optional<ProblemException>>> call(
      List<Claim> asked, List<Poll> all) {
    Map<Key, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      Key key = new Key(asked.get(i).kind(), asked.get(i).tenant());
      places.computeIfAbsent(key, none -> new ArrayList<>()).add(i);
    }
    Instant now = clock.instant();
    Map<Integer, Optional<ProblemException>> refusals = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    places.forEach(
        (key, mine) -> {
          ClaimBatch batch =
              new ClaimBatch(
                  mine.stream().map(asked::get).toList(),
                  TenantPolls.of(key.tenant(), all, now),
                  now);
          calls.add(
              claims
                  .change(key.kind(), key.tenant(), batch)
                  .thenAccept(
                      done ->
                          IntStream.range(0, mine.size())
                              .forEach(i -> refusals.put(mine.get(i), batch.refusals().get(i))))
                  .toCompletableFuture());
        });
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                IntStream.range(0, asked.size())
                    .mapToObj(i -> Objects.requireNonNull(refusals.get(i)))
                    .toList());
  }
}
