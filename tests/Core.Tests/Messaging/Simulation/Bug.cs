namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>Bugs that are planted, to see that the simulation finds them.</summary>
internal enum Bug
{
    None,
    AcknowledgesBeforeTheCommit,
    SkipsMessages,
    ClearsWakeUpsTooLate,
    UsesIdsAgain,
    LeavesStreamsOpen,
    LeavesCursorsOpen,
    RemembersWhatWasLost,
    ForgetsLanesAtTimes,
    LetsMessagesDieOnce,
    RemovesBeforeTheCommit,
    MovesWithoutTickets,
}
