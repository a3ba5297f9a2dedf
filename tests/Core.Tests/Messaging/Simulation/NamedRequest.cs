using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A request that makes or deletes what has a name.</summary>
/// <param name="Subscription">Null for the topic itself.</param>
internal sealed record NamedRequest(int Instance, string Topic, string? Subscription, bool IsDelete, int BeganAt)
{
    /// <summary>When it was answered, or its instance died; null before.</summary>
    public int? EndedAt { get; set; }

    /// <summary>Whether its instance died before it was answered.</summary>
    public bool HasDied { get; set; }

    /// <summary>Id of what it made or found; null for none.</summary>
    public string? Id { get; set; }

    /// <summary>Subscriptions that were closed while it was under way.</summary>
    public HashSet<string> Deleted { get; } = [];
}

/// <summary>A message in a consumer's hands, who knows the name of its subscription.</summary>
internal sealed record HeldMessage(string Topic, Subscription Subscription, string Text, string AckId);
