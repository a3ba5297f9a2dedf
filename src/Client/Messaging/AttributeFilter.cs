using System.Text.Json.Serialization;

namespace Serverless.Client.Messaging;

/// <summary>What an attribute of a message must be for a subscription to get it.</summary>
/// <param name="Value">Its value, or the beginning of it.</param>
/// <param name="IsPrefix">Whether only the beginning counts.</param>
[JsonConverter(typeof(AttributeFilterConverter))]
public sealed record AttributeFilter(string Value, bool IsPrefix = false);
