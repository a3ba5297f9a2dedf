using System.ComponentModel.DataAnnotations;
using Serverless.Core;
using Serverless.Core.Messaging;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Messages to publish: all of them are stored, or none.</summary>
public sealed record PublishContract
{
    public const int MaxMessages = 100;

    /// <summary>Each is stored once, in this order.</summary>
    [Required]
    [Length(1, MaxMessages)]
    public IReadOnlyList<MessageContract>? Messages { get; init; }

    /// <inheritdoc cref="Read"/>
    internal FieldErrors Refuse(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        Read(body, now, errors);
        return errors;
    }

    /// <param name="body">What this was read from.</param>
    /// <param name="now">What delays count from.</param>
    internal NewMessage[] Read(ReadOnlyMemory<byte> body, DateTimeOffset now, FieldErrors errors)
    {
        if (Messages is not { Count: > 0 and <= MaxMessages } || Messages.Contains(null!))
        {
            errors.Add("messages", $"must be a list of 1-{MaxMessages} messages.");
            return [];
        }

        var (messages, own) = (new NewMessage[Messages.Count], new FieldErrors());
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = Messages[i].Read(body, now, own);
            if (!own.IsEmpty)
            {
                errors.AddAll($"messages[{i}].", own);
                own = new FieldErrors();
            }
        }

        return messages;
    }
}
