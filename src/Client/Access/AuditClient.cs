using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>Who changed what in the last 30 days: for the operator.</summary>
public sealed class AuditClient
{
    private readonly ApiConnection api;

    internal AuditClient(ApiConnection api) => this.api = api;

    /// <summary>All changes that are kept, newest first.</summary>
    public IAsyncEnumerable<AuditEntry> ListAsync(CancellationToken cancellationToken = default) => api.ListAsync("api/audit", AuditJson.Web.PageAuditEntry, cancellationToken);
}

/// <summary>A change that somebody asked for.</summary>
public sealed record AuditEntry
{
    /// <summary>Its name among the others.</summary>
    public required string Id { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id of the API key that was used.</summary>
    public required string Actor { get; init; }

    /// <summary>Whose key it was.</summary>
    public required string Owner { get; init; }

    /// <summary>What was done, such as <c>put</c>, <c>patch</c>, <c>delete</c>, <c>create</c>, <c>rotate</c>, <c>revoke</c>, <c>restore</c> or <c>seek</c>.</summary>
    public required string Action { get; init; }

    /// <summary><c>rule</c>, <c>api</c>, <c>caller</c>, <c>topic</c>, <c>subscription</c>, <c>key</c> or <c>link</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>What was changed: a subscription's name after its topic's and a slash. Null for a key that was not made.</summary>
    public string? Name { get; init; }

    /// <summary>What became of it.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The status of the answer; null while there is none.</summary>
    public int? Status { get; init; }

    /// <summary>What the request's <c>x-request-id</c> said; null for nothing.</summary>
    public string? RequestId { get; init; }
}

/// <summary>What became of a change.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AuditOutcome>))]
public enum AuditOutcome
{
    /// <summary>It is being made, or its end was never recorded: it may have been made.</summary>
    Unconfirmed,

    /// <summary>It was made.</summary>
    Done,

    /// <summary>The request was wrong: nothing was changed.</summary>
    Refused,

    /// <summary>Something else went wrong: it may have been made.</summary>
    Failed,
}

/// <summary>JSON of the audit.</summary>
[JsonSerializable(typeof(Page<AuditEntry>))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    public static AuditJson Web { get; } = new(ClientJsonOptions.Create());
}
