using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>API keys: the operator's.</summary>
public sealed class KeysClient
{
    private const string Path = "api/keys";

    private readonly ApiConnection api;

    internal KeysClient(ApiConnection api) => this.api = api;

    /// <summary>Makes a key. Its secret is in the answer, this once. After a lost answer it is not repeated.</summary>
    public Task<ApiKey> CreateAsync(NewApiKey key, CancellationToken cancellationToken = default) =>
        api.SendAsync(HttpMethod.Post, Path, ApiConnection.Json(key, KeysJson.Web.NewApiKey), RetryMode.IfRefused, KeysJson.Web.ApiKey, cancellationToken);

    /// <summary>All keys, by id.</summary>
    public IAsyncEnumerable<ApiKey> ListAsync(CancellationToken cancellationToken = default) => api.ListAsync(Path, KeysJson.Web.PageApiKey, cancellationToken);

    /// <summary>Gives a key another secret, which is in the answer, this once.</summary>
    /// <param name="overlap">How long the old secret holds beside it, up to 30 days; null for a day.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ServerlessException">404: there is no such key that lives; or another failure.</exception>
    public Task<ApiKey> RotateAsync(string id, TimeSpan? overlap = null, CancellationToken cancellationToken = default) => api.SendAsync(
        HttpMethod.Post, $"{PathOf(id)}/rotate", ApiConnection.Json(new RotateRequest(overlap), KeysJson.Web.RotateRequest), RetryMode.IfRefused, KeysJson.Web.ApiKey, cancellationToken);

    /// <summary>Revokes a key: within a minute nobody accepts it any more.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default) => api.DeleteAsync(PathOf(id), cancellationToken);

    private static string PathOf(string id) => $"{Path}/{PathSegment.Of(id)}";
}

/// <summary>An API key.</summary>
public sealed record ApiKey
{
    /// <summary>Its public name.</summary>
    public required string Id { get; init; }

    /// <summary>In whose name things are made with it.</summary>
    public required string Owner { get; init; }

    /// <summary>What it may do.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = value ?? []; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The day (UTC) of its last use that is known; null for none.</summary>
    public DateOnly? LastUsedOn { get; init; }

    /// <summary>So long its earlier secret is taken too; null where none is.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>The secret, when it was just made or rotated; else null.</summary>
    public string? Key { get; init; }

    /// <summary>Without the secret, which logs must not have.</summary>
    public override string ToString() => $"{nameof(ApiKey)} {Id}";
}

/// <summary>An API key to make.</summary>
public sealed record NewApiKey
{
    /// <summary>Whose key it is.</summary>
    public required string Owner { get; init; }

    /// <summary>What it may do, such as <c>links</c> or <c>publish:orders-*</c>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A request for another secret.</summary>
internal sealed record RotateRequest(TimeSpan? Overlap);

/// <summary>JSON of API keys.</summary>
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(RotateRequest))]
[JsonSerializable(typeof(Page<ApiKey>))]
internal sealed partial class KeysJson : JsonSerializerContext
{
    public static KeysJson Web { get; } = new(ClientJsonOptions.Create());
}
