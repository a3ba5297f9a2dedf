using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging.Pulling;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Ack ids whose leases are to last longer.</summary>
public sealed record ExtendRequest : SettleRequest
{
    /// <summary>How long the leases last from now on, PT1S to PT10M.</summary>
    [Required]
    public TimeSpan? By { get; init; }

    protected override void CheckMore(FieldErrors errors) => errors.Add("by", By switch
    {
        null => "is required.",
        { } by when by < MessageSettler.ShortestExtension || by > MessageSettler.LongestExtension => "must be a duration from PT1S to PT10M.",
        _ => null,
    });
}
