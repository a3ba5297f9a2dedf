namespace Serverless.Cli.Output;

/// <summary>The command line can't be carried out as it is, found after it was parsed.</summary>
internal sealed class UsageException(string message) : Exception(message);
