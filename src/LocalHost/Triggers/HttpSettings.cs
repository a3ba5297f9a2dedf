namespace Serverless.LocalHost.Triggers;

/// <summary>How many HTTP requests the host admits, with the real host's defaults.</summary>
public sealed record HttpSettings
{
    /// <summary>Stands for any number.</summary>
    public const int Unlimited = -1;

    /// <summary>How many run at once; the others wait.</summary>
    public int MaxConcurrentRequests { get; init; } = Unlimited;

    /// <summary>How many run and wait; beyond that a request is answered with 429.</summary>
    public int MaxOutstandingRequests { get; init; } = Unlimited;

    /// <exception cref="InvalidOperationException">A value is not one the host would take.</exception>
    public static HttpSettings From(IConfiguration section)
    {
        var settings = new HttpSettings
        {
            MaxConcurrentRequests = section.GetValue("maxConcurrentRequests", Unlimited),
            MaxOutstandingRequests = section.GetValue("maxOutstandingRequests", Unlimited),
        };
        return settings is { MaxConcurrentRequests: Unlimited or > 0, MaxOutstandingRequests: Unlimited or > 0 }
            ? settings
            : throw new InvalidOperationException($"host.json: extensions.http is out of range: {settings}");
    }
}
