namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>Bugs that are planted, to see that the simulation finds them.</summary>
internal enum LogBug
{
    None,
    KeepsUnchangedHeads,
    ConfirmsBlindly,
}
