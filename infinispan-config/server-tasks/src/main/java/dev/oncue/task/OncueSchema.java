package dev.oncue.task;

import dev.oncue.task.command.AddReactions;
import dev.oncue.task.command.BallotsCommand;
import dev.oncue.task.command.CastCommand;
import dev.oncue.task.command.CopyFromPrimary;
import dev.oncue.task.command.DigestCommand;
import dev.oncue.task.command.DiscardCommand;
import dev.oncue.task.command.ForgetLoss;
import dev.oncue.task.command.LossCommand;
import dev.oncue.task.command.PageCommand;
import dev.oncue.task.command.ReactCommand;
import dev.oncue.task.command.ReactionsCommand;
import dev.oncue.task.command.RecountCommand;
import dev.oncue.task.command.SealCommand;
import dev.oncue.task.command.ShardMark;
import dev.oncue.task.command.TallyCommand;
import dev.oncue.task.entry.ReactionLimitsAdapter;
import dev.oncue.task.entry.ReactionTotalsAdapter;
import dev.oncue.task.entry.ShardEntryAdapter;
import dev.oncue.task.restore.PutIfNewer;
import dev.oncue.task.restore.RestoreShard;
import org.infinispan.protostream.SerializationContextInitializer;
import org.infinispan.protostream.annotations.ProtoSchema;

/**
 * What travels between the servers. Servers are upgraded one by one, so its names there stay:
 * {@link org.infinispan.protostream.annotations.ProtoName} keeps them where a class has another.
 */
@ProtoSchema(
    includeClasses = {
      ShardEntryAdapter.class,
      CastCommand.class,
      SealCommand.class,
      TallyCommand.class,
      RecountCommand.class,
      BallotsCommand.class,
      ReactCommand.class,
      AddReactions.class,
      ReactionsCommand.class,
      ReactionTotalsAdapter.class,
      ReactionLimitsAdapter.class,
      RestoreShard.class,
      PutIfNewer.class,
      CopyFromPrimary.class,
      ShardMark.class,
      DigestCommand.class,
      PageCommand.class,
      PageCommand.Joined.class,
      DiscardCommand.class,
      ForgetLoss.class,
      LossCommand.class
    },
    schemaFileName = "oncue-grid.proto",
    schemaFilePath = "proto",
    schemaPackageName = "oncue.grid")
public interface OncueSchema extends SerializationContextInitializer {}
