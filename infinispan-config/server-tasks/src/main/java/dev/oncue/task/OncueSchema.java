package dev.oncue.task;

import org.infinispan.protostream.SerializationContextInitializer;
import org.infinispan.protostream.annotations.ProtoSchema;

/** What travels between the servers. */
@ProtoSchema(
    includeClasses = {
      ShardEntryAdapter.class,
      Casting.class,
      Sealing.class,
      TallyOf.class,
      RecountOf.class,
      BallotOf.class,
      Reacting.class,
      Counting.class,
      Restoring.class,
      KeepingLater.class,
      Agreeing.class,
      MarkOf.class
    },
    schemaFileName = "oncue-grid.proto",
    schemaFilePath = "proto",
    schemaPackageName = "oncue.grid")
public interface OncueSchema extends SerializationContextInitializer {}
