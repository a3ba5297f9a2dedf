namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>The process is dead. No code of ours may catch it.</summary>
public sealed class SimulatedCrashException() : Exception("The process is dead.");
