using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>How pulls wait.</summary>
public sealed partial class PullOptions
{
    public const string Section = "Pull";

    /// <summary>
    /// Pulls that may wait for messages at a time in one process, 0-100,000. Each of them holds one of the requests that the
    /// host serves at a time (<c>maxConcurrentRequests</c> in host.json); the default is a fifth of those.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 100;

    [OptionsValidator]
    internal sealed partial class Validator : IValidateOptions<PullOptions>;
}
