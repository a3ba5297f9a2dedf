namespace Serverless.Functions.Health;

/// <summary>JSON of the health checks, for their description.</summary>
public static class HealthExamples
{
    public const string Alive = """{"status":"healthy","dependencies":[]}""";

    public const string Ready = """{"status":"healthy","dependencies":[{"name":"sqlite","status":"healthy","latencyMs":0.4}]}""";

    public const string NotReady = """{"status":"unhealthy","dependencies":[{"name":"sqlite","status":"unhealthy","latencyMs":5000}]}""";
}
