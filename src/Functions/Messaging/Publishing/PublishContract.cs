using System.ComponentModel.DataAnnotations;

namespace Serverless.Functions.Messaging.Publishing;

/// <summary>Messages to publish: all of them are stored, or none.</summary>
/// <remarks>Describes what <see cref="PublishBody"/> reads.</remarks>
public sealed record PublishContract
{
    /// <summary>Each is stored once, in this order.</summary>
    [Required]
    [Length(1, PublishBody.MaxMessages)]
    public IReadOnlyList<MessageContract>? Messages { get; init; }
}
