using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Serverless.Core;
using Serverless.Core.Messaging.Topics;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Where a subscription is to go.</summary>
public sealed record SeekRequest
{
    private const string Field = "to";

    /// <summary><c>earliest</c>, <c>latest</c> or a time that is not in the future.</summary>
    [Required]
    public string? To { get; init; }

    /// <exception cref="RequestRefusedException">It names no place in the log.</exception>
    public SubscriptionStart Check(DateTimeOffset now)
    {
        switch (To)
        {
            case "earliest":
                return SubscriptionStart.Earliest;
            case "latest":
                return SubscriptionStart.Latest;
            default:
                var time = ReadTime(To) ?? throw Refuse("must be 'earliest', 'latest' or a time with its offset, such as 2026-11-23T10:00:00Z.");
                return time <= now ? SubscriptionStart.At(time) : throw Refuse("must not be in the future: the log does not reach there.");
        }
    }

    private static DateTimeOffset? ReadTime(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(text, PullingJson.Web.String), PullingJson.Web.DateTimeOffset);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RequestRefusedException Refuse(string reason) => new(FieldErrors.Of(Field, reason));
}

/// <summary>Where a subscription is now.</summary>
/// <param name="Landed">Time of the message that comes next; the present where there is none.</param>
public sealed record SeekResponse(DateTimeOffset Landed);
