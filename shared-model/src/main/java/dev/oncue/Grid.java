package dev.oncue;

import dev.oncue.ballot.BallotBoxes;
import dev.oncue.event.Deliveries;
import dev.oncue.limit.Claims;
import dev.oncue.poll.Latencies;
import dev.oncue.poll.Polls;
import dev.oncue.reaction.Reactions;
import dev.oncue.viewer.Viewers;
import dev.oncue.window.Windows;

/**
 * All shared state, as one thing that a function is given.
 *
 * @param polls the polls
 * @param ballotBoxes their ballots
 * @param reactions the reactions
 * @param deliveries the events that were handled
 * @param windows when viewers are expected, for the warm pool
 * @param viewers who is connected
 * @param latencies how far the viewers of streams are behind
 * @param claims what tenants have claimed of what is limited for each of them
 */
public record Grid(
    Polls polls,
    BallotBoxes ballotBoxes,
    Reactions reactions,
    Deliveries deliveries,
    Windows windows,
    Viewers viewers,
    Latencies latencies,
    Claims claims) {}
