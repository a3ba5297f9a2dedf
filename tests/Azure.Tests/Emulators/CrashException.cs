namespace Serverless.Azure.Tests.Emulators;

/// <summary>Stands for the end of a process: nothing that follows in it is done.</summary>
public sealed class CrashException() : Exception("The process died.");
