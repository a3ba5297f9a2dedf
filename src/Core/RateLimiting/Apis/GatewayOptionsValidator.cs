using Microsoft.Extensions.Options;

namespace Serverless.Core.RateLimiting.Apis;

/// <summary>Ends the start when a setting of the gateway can't be used.</summary>
[OptionsValidator]
public sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
