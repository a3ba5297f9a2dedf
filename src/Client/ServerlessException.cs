using System.Net;

namespace Serverless.Client;

/// <summary>The service refused a request, failed at it, or gave no answer.</summary>
public sealed class ServerlessException : Exception
{
    internal ServerlessException(HttpStatusCode status, Problem problem, TimeSpan? retryAfter, string? etag = null)
        : base(Describe(status, problem)) => (Status, Problem, RetryAfter, ETag) = (status, problem, retryAfter, etag);

    internal ServerlessException(string message, Exception? inner)
        : base(message, inner) => Problem = new Problem();

    /// <summary>The status of the answer; null when there was none: whether the request took effect is then unknown.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What the answer said; empty when there was none.</summary>
    public Problem Problem { get; }

    /// <summary>The kind of problem, such as <c>urn:problem-type:serverless:alias-taken</c>; null when the answer named none.</summary>
    public string? Type => Problem.Type;

    /// <summary>What is wrong with each field, by its name; empty unless fields are wrong.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => Problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>When to come again, from now; null when the answer did not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>With 412, the tag of what is there; null where nothing is.</summary>
    public string? ETag { get; }

    /// <summary>Whether the service could not be reached or is not able to answer: the same request may succeed later.</summary>
    public bool IsUnavailable => Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        || (Status is null && InnerException is not System.Text.Json.JsonException);

    private static string Describe(HttpStatusCode status, Problem problem)
    {
        var head = problem.Title is null && problem.Detail is null ? "" : $"{problem.Title} {problem.Detail}".Trim();
        var fields = problem.Errors is null ? "" : string.Join(" ", problem.Errors.Select(field => $"'{field.Key}' {string.Join(' ', field.Value)}"));
        return $"{(int)status}: {(fields.Length > 0 ? $"{problem.Title} {fields}" : head.Length > 0 ? head : status.ToString())}";
    }
}
