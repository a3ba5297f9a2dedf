using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging.Pulling;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>What a pull asks for.</summary>
public sealed record PullRequest
{
    private const int DefaultMax = 100;

    /// <summary>How many messages at most; null for 100.</summary>
    [Range(1, MessagePuller.MaxMessages)]
    public int? Max { get; init; }

    /// <summary>How long to wait for the first, PT0S to PT20S; null for not at all.</summary>
    public TimeSpan? Wait { get; init; }

    /// <exception cref="RequestRefusedException">A field is out of its range.</exception>
    public (int Max, TimeSpan Wait) Check()
    {
        var errors = new FieldErrors()
            .Add("max", Max is < 1 or > MessagePuller.MaxMessages ? $"must be 1-{MessagePuller.MaxMessages}." : null)
            .Add("wait", Wait < TimeSpan.Zero || Wait > MessagePuller.LongestWait ? "must be a duration from PT0S to PT20S." : null);
        return errors.IsEmpty ? (Max ?? DefaultMax, Wait ?? TimeSpan.Zero) : throw new RequestRefusedException(errors);
    }
}
