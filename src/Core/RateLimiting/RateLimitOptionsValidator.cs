using Microsoft.Extensions.Options;

namespace Serverless.Core.RateLimiting;

/// <summary>Refuses settings that no check could be decided by, at start.</summary>
[OptionsValidator]
public sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
