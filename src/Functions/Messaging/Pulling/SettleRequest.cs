using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Ack ids that come back with an ack.</summary>
public record SettleRequest
{
    /// <summary>Of one pull or of several.</summary>
    [Required]
    [Length(1, MessageSettler.MaxIds)]
    public IReadOnlyList<string>? AckIds { get; init; }

    /// <exception cref="RequestRefusedException">A field is missing or out of its range.</exception>
    public void Check()
    {
        var errors = new FieldErrors().Add("ackIds", Refusal(AckIds));
        CheckMore(errors);
        if (!errors.IsEmpty)
        {
            throw new RequestRefusedException(errors);
        }
    }

    protected virtual void CheckMore(FieldErrors errors)
    {
    }

    private static string? Refusal(IReadOnlyList<string>? ids) => ids switch
    {
        null => "is required.",
        { Count: 0 } or { Count: > MessageSettler.MaxIds } => $"must hold 1-{MessageSettler.MaxIds} ids.",
        _ => ids.Any(id => id is null) ? "must hold texts only." : null,
    };
}
