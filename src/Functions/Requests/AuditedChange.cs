using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>What an operation changes of the things that others rely on: each such change is recorded.</summary>
/// <param name="Action">What is done, in a word.</param>
public sealed record AuditedChange(AuditedResource Resource, string Action);

/// <summary>A kind of thing whose changes are recorded.</summary>
/// <param name="Kind">As the record calls it.</param>
/// <param name="Path">Where such things are: what stands in a place with braces names them, a star takes all that follows.</param>
public sealed record AuditedResource(string Kind, string Path)
{
    private const string Place = "{}";
    private const string Rest = "{*}";

    public static readonly AuditedResource Rule = new("rule", "api/ratelimit/rules/{}");
    public static readonly AuditedResource Api = new("api", "api/ratelimit/apis/{}");
    public static readonly AuditedResource Caller = new("caller", "api/ratelimit/callers/{}/{*}");
    public static readonly AuditedResource Counter = new("counter", "api/ratelimit/counters") { NamedBy = "rule", Callers = ["user", "apiKey", "ip"] };
    public static readonly AuditedResource Topic = new("topic", "api/topics/{}");
    public static readonly AuditedResource Subscription = new("subscription", "api/topics/{}/subscriptions/{}");
    public static readonly AuditedResource Key = new("key", "api/keys/{}");
    public static readonly AuditedResource Link = new("link", "api/links/{}") { IsOwned = true };

    private readonly string[] template = Path.Split('/');

    /// <summary>Whether each belongs to somebody, and only what others do to it is recorded.</summary>
    public bool IsOwned { get; private init; }

    /// <summary>The query's parameter that names it; null where its path does.</summary>
    private string? NamedBy { get; init; }

    /// <summary>Parameters that follow the name with their own. A header's value is none of them: it may be a secret of whoever sends it.</summary>
    private string[] Callers { get; init; } = [];

    public AuditedChange Is(string action) => new(this, action);

    /// <summary>The name of the one that a request is about; null for none that has a name yet.</summary>
    public string? NameIn(HttpRequest request)
    {
        var parts = NamedBy is null ? PartsOf(request) : PartsOf(request.Query);
        return string.Join('/', parts) is { Length: > 0 } name ? name : null;
    }

    private IEnumerable<string> PartsOf(HttpRequest request)
    {
        var segments = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var named = template.Zip(segments).Where(pair => pair.First is Place).Select(pair => pair.Second);
        var before = template.Length - 1;
        return template[before] == Rest && segments.Length > before ? named.Append(RouteText.After(request, before, string.Join('/', segments.Skip(before)))) : named;
    }

    private IEnumerable<string> PartsOf(IQueryCollection query) => query[NamedBy!].ToString() is { Length: > 0 } name
        ? [name, .. Callers.Where(query.ContainsKey).SelectMany(caller => (string[])[caller, query[caller].ToString()])]
        : [];
}

/// <summary>Tells whose a thing is.</summary>
public interface IResourceOwners
{
    /// <summary>The owner of the thing of that name; null when there is none.</summary>
    /// <exception cref="Core.Storage.StoreUnavailableException">The store does not answer.</exception>
    ValueTask<string?> FindOwnerAsync(string name, CancellationToken cancellationToken);
}
