package dev.oncue.live;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The data of the feed's event {@code viewers}: how many of them are connected. */
@RegisterForReflection
public record ViewersData(long viewers) {}
