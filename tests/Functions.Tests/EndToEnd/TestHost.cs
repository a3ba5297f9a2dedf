namespace Serverless.Functions.Tests.EndToEnd;

/// <summary>
/// What runs the application under test: LocalHost in the tests' process or, when <c>SERVERLESS_TEST_HOST</c> is <c>func</c>, the
/// Functions host of Core Tools, which the environment tells its stores (<c>AzureWebJobsStorage</c>, <c>Cosmos</c>,
/// <c>Redis__Counters</c>, <c>Redis__Cache</c>).
/// </summary>
public static class TestHost
{
    public const string Variable = "SERVERLESS_TEST_HOST";

    /// <summary>Trait of tests that look into the process of the application, or start LocalHost themselves: left out where another host runs it.</summary>
    public const string Trait = "Host";

    /// <summary>Value of <see cref="Trait"/>.</summary>
    public const string Local = "local";

    private const string Func = "func";

    public static bool IsFunc { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Func => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it can be '{Func}'."),
    };
}
