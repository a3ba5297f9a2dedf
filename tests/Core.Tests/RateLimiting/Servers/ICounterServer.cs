namespace Serverless.Core.Tests.RateLimiting.Servers;

/// <summary>A server for the tests of a class, which use identities of their own.</summary>
public interface ICounterServer
{
    /// <summary>What a client connects with; skips the test where the server can't be run.</summary>
    string Configuration { get; }
}
