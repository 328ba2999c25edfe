package dev.oncue.live;

import dev.oncue.http.api.ResultResponse;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The data of the feed's event {@code tally}: counts of a poll that have changed. */
@RegisterForReflection
public record TallyData(String poll, ResultResponse result) {}
