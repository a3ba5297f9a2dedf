using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Messaging.Webhooks;

/// <summary>Settings of the section <c>Push</c>.</summary>
public sealed class PushOptions
{
    public const string Section = "Push";

    /// <summary>More endpoints at once than <see cref="Inline"/> can be.</summary>
    public const int MostInline = 32;

    /// <summary>The DNS name by which endpoints know the sender of webhooks: the value of <c>WebHook-Request-Origin</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,253}$", ErrorMessage = "Push:Origin is no DNS name.")]
    public string Origin { get; set; } = "localhost";

    /// <summary>
    /// How long a worker delivers from a lane before another run of the function goes on, 1 s to 5 min. A shorter one lets
    /// others follow a worker that died sooner, and costs more queue messages.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Push:Slice is not from 00:00:01 to 00:05:00.")]
    public TimeSpan Slice { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// To how many endpoints at once a process delivers itself what it has published, 0-32; the others get theirs by way of the
    /// queue. 0 for a process that leaves all to others.
    /// </summary>
    [Range(0, MostInline, ErrorMessage = "Push:Inline is not from 0 to 32.")]
    public int Inline { get; set; } = 2;
}

/// <summary>Ends the start when a setting of push delivery can't be used.</summary>
[OptionsValidator]
public sealed partial class PushOptionsValidator : IValidateOptions<PushOptions>;
