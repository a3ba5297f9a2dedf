using System.ComponentModel.DataAnnotations;
using Serverless.Core;

namespace Serverless.Functions.RateLimiting.Checking;

/// <summary>What the asker knows of the caller whose request is to be limited.</summary>
public sealed record CheckCaller
{
    /// <summary>For rules that identify by <c>user</c>.</summary>
    public string? User { get; set; }

    /// <summary>For rules that identify by <c>apiKey</c>: any text that names the key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>An IPv4 or IPv6 address: for rules that identify by <c>ip</c>, and for those whose own identity is missing.</summary>
    public string? Ip { get; set; }

    /// <summary>The caller's plan, by which rules tell callers apart; null for that of the caller's record.</summary>
    [RegularExpression(ResourceName.Pattern)]
    public string? Plan { get; set; }

    /// <summary>For rules that identify by <c>header:NAME</c>.</summary>
    public IReadOnlyDictionary<string, string?>? Headers { get; set; }
}
