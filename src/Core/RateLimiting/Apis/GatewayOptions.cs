using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Settings of the section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Gateway";

    /// <summary>
    /// Hosts that APIs may have their upstreams on: <c>api.example</c>, <c>.example</c> for all below it too, or <c>*</c> for
    /// any. None unless named. Private addresses must be allowed in <c>Network:AllowedAddresses</c> as well.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How long neither side may send anything before a forwarded request is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:30:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);
}

/// <summary>Ends the start when a setting of the gateway can't be used.</summary>
[OptionsValidator]
public sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
